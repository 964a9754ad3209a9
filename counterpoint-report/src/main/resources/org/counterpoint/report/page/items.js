// Prompts with their answers, as the page holds them: each text once, with the numbers of all models that gave it.
page.items = (section) => {
  const { models, baseline, items } = page.dataOf(section);

  // How an answer did beside the baseline's: 1 better, 0 as good, -1 worse, null where nobody said.
  const outcome = (answer, base) => {
    if (answer.score === null || answer.number === baseline) return null;
    return Math.sign(answer.score - (base?.score ?? 0.5));
  };

  const all = items.map(([prompt, tags, given], index) => {
    const answers = given.flatMap(([by, text, verdict, reason, score]) => by.map((number) => ({ number, text, verdict, reason, score })))
      .sort((a, b) => a.number - b.number)
      .map((answer) => ({ ...answer, model: models[answer.number] }));
    const base = answers.find((answer) => answer.number === baseline);
    answers.forEach((answer) => { answer.outcome = outcome(answer, base); });
    const scores = answers.map((answer) => answer.score).filter((score) => score !== null);
    const differ = scores.length > 1 ? new Set(scores).size > 1
      : scores.length === 1 ? scores[0] !== 0.5 : new Set(answers.map((answer) => answer.text)).size > 1;
    const spread = scores.length > 1 ? Math.max(...scores) - Math.min(...scores) : Math.abs((scores[0] ?? 0.5) - 0.5);
    return { id: section.id + "-" + (index + 1), number: index + 1, prompt, tags, answers, base, differ, spread };
  });
  return { models, baseline: baseline < 0 ? null : models[baseline], items: all };
};
