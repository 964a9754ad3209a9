// The latest texts of a run. Whoever reads them can hold them still.
board.samples = () => {
  const title = page.element("h3", {}, "Latest texts");
  const hold = page.element("input", { type: "checkbox" });
  const search = page.element("input", { type: "search", autocomplete: "off" });
  const said = page.element("p", { class: "count", role: "status" });
  const list = page.element("div", { class: "scroll tall texts", tabindex: "0", role: "region", "aria-label": "Latest texts" });
  const made = page.element("div", {},
    title,
    page.element("div", { class: "controls" },
      page.element("label", { class: "search" }, "Search ", search),
      page.element("label", { class: "check" }, hold, " Hold these")), said, list);
  let samples = [];
  let shown = "";

  const fact = (name, value) => value === undefined ? [] : [name + " " + page.number(value)];
  const article = (sample) => {
    const facts = [...fact("step", sample.step), ...fact("", sample.id), ...fact("sample", sample.sample), ...fact("score", sample.score),
      ...fact("reward", sample.reward), ...fact("kl", sample.kl), ...(sample.tokens === undefined ? [] : [page.number(sample.tokens) + " tokens"]),
      ...(sample.finish === "length" ? ["cut off"] : [])];
    const prompt = sample.messages.map(({ role, content }) => page.element("p", { class: "said" },
      page.element("strong", {}, page.visible(role) + ": "), page.visible(content)));
    const last = sample.messages.at(-1)?.content ?? "";
    return page.element("article", { class: "sample" },
      page.element("p", { class: "head" }, facts.map((one) => one.trim()).join(" · ")),
      ...(prompt.length ? [page.element("details", {}, page.element("summary", {}, page.element("bdi", {}, page.visible(last.slice(0, 120)) || "The prompt")), ...prompt)] : []),
      page.element("p", { class: "text" }, page.visible(sample.text)));
  };
  const draw = () => {
    const words = search.value.trim().toLowerCase();
    const fit = samples.filter((sample) => !words || JSON.stringify(sample).toLowerCase().includes(words));
    board.say(said, samples.length === 0 ? "None yet." : `${fit.length} of the latest ${samples.length}, newest first`);
    list.replaceChildren(...fit.slice(0, 64).map(article));
  };
  search.addEventListener("input", draw);
  return {
    made,
    show: (latest, stage) => {
      board.say(title, "Latest texts" + (stage ? " of " + page.visible(stage) : ""));
      const now = JSON.stringify(latest);
      if (now === shown || hold.checked) return;
      shown = now;
      samples = latest;
      draw();
    },
  };
};
