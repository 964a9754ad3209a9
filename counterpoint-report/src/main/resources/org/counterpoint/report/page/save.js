// Files that the reader takes away: data as CSV, drawings as PNG. Nothing leaves the browser.
page.save = (name, blob) => {
  const url = URL.createObjectURL(blob);
  page.element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

page.fileName = (heading, ending) =>
  (heading.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "chart") + ending;

// RFC 4180.
page.csv = (rows) => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quoted = (value) => /[",\r\n]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : value;
  const line = (values) => values.map((value) => quoted(String(value ?? ""))).join(",");
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join("\r\n") + "\r\n";
};

page.savers = (heading, rows, views) => {
  const png = async () => {
    for (const [index, view] of views().entries()) {
      const drawn = await view.toCanvas(2);
      const paper = page.element("canvas", { width: drawn.width, height: drawn.height });
      const pen = paper.getContext("2d");
      pen.fillStyle = page.colour("--paper");
      pen.fillRect(0, 0, paper.width, paper.height);
      pen.drawImage(drawn, 0, 0);
      const name = page.fileName(heading + (views().length > 1 ? " " + (index + 1) : ""), ".png");
      paper.toBlob((blob) => page.save(name, blob), "image/png");
    }
  };
  const csv = () => page.save(page.fileName(heading, ".csv"), new Blob([page.csv(rows())], { type: "text/csv" }));
  return [page.button("CSV", { "aria-label": "Save the data of " + heading + " as CSV" }, csv),
    page.button("PNG", { "aria-label": "Save the drawing of " + heading + " as PNG" }, png)];
};
