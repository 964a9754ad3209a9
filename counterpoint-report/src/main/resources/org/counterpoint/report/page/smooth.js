// Each value becomes the mean of its neighbourhood: as many on either side, fewer at the ends, so no slope is bent.
page.smooth = (values, share) => {
  const reach = share === 0 ? 0 : Math.max(1, Math.round(values.length * share / 2));
  if (reach === 0) return values;
  const sums = [0];
  values.forEach((value, i) => sums.push(sums[i] + value));
  return values.map((value, i) => {
    const near = Math.min(reach, i, values.length - 1 - i);
    return (sums[i + near + 1] - sums[i - near]) / (2 * near + 1);
  });
};
