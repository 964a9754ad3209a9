// One prompt with its answers beside each other.
page.itemBox = (item, { how, query, model, baseline }) => {
  const OUTCOMES = { 1: ["better", "▲"], 0: ["equal", "="], [-1]: ["worse", "▼"] };

  const head = (answer) => {
    const made = page.element("div", { class: "head" }, page.element("bdi", { class: "model" }, page.visible(answer.model)));
    if (answer === item.base) made.append(page.element("span", { class: "base" }, "compared with"));
    if (answer.verdict || answer.outcome !== null) {
      const [name, sign] = OUTCOMES[answer.outcome] ?? ["", ""];
      const grade = answer.score === null ? "" : " score-" + Math.round(4 * Math.min(1, Math.max(0, answer.score)));
      made.append(page.element("bdi", { class: "verdict " + grade, ...(name && baseline ? { title: name + " beside " + baseline } : {}) },
        (sign ? sign + " " : "") + page.visible(answer.verdict)));
    }
    return made;
  };

  // Those that said the same share a box.
  const groups = () => {
    const byText = new Map();
    item.answers.filter((answer) => !model || answer.model === model || answer === item.base).forEach((answer) => {
      const key = [answer === item.base, answer.text, answer.verdict, answer.reason].join("\u0000");
      if (byText.has(key)) byText.get(key).push(answer); else byText.set(key, [answer]);
    });
    return [...byText.values()].sort(([a], [b]) => (b === item.base) - (a === item.base));
  };

  const box = ([answer, ...same]) => {
    const made = page.element("div", { class: "answer" + (answer === item.base ? " baseline" : "") }, head(answer));
    if (same.length) {
      made.append(page.element("div", { class: "same" }, "and " + same.map((one) => page.visible(one.model)).join(", ")));
    }
    if (answer.text === "") made.append(page.element("div", { class: "note" }, "(an empty answer)"));
    const base = item.base && answer !== item.base ? item.base.text : undefined;
    page.text(made, answer.text, { how, base, query });
    if (answer.reason) {
      const reason = page.element("div", { class: "reason" });
      page.text(reason, answer.reason, { query });
      made.append(reason);
    }
    return made;
  };

  const link = page.element("a", { href: "#" + item.id, class: "self", "aria-label": "Link to prompt " + item.number }, "#");
  const article = page.element("article", { tabindex: "-1", id: item.id, "aria-label": "Prompt " + item.number },
    page.element("h4", {}, "Prompt " + item.number + " ", link));
  const prompt = page.element("div", { class: "prompt" });
  page.text(prompt, item.prompt, { query });
  article.append(prompt);
  if (item.tags.length) {
    article.append(page.element("ul", { class: "tags", "aria-label": "Tags" },
      ...item.tags.map((text) => page.element("li", {}, page.element("bdi", {}, page.visible(text))))));
  }
  article.append(page.element("div", { class: "answers" }, ...groups().map(box)));
  return article;
};
