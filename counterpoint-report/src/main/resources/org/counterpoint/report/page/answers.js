// Answers to be compared: search, filters, an order, and a few prompts drawn at a time.
page.answers = (section) => {
  const PAGE = 6;
  const { baseline, items } = page.items(section);
  const control = (name) => section.querySelector(`[data-control="${name}"]`);
  const [search, tag, model, outcome, how, differ] = ["search", "tag", "model", "outcome", "how", "differ"].map(control);
  const list = section.querySelector(".items");
  const count = section.querySelector(".count");
  const more = section.querySelector("button.more");
  let found = [];
  let drawn = 0;

  const fill = (select, values) => {
    const counts = new Map();
    values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
    [...counts].sort(([a], [b]) => a.localeCompare(b)).forEach(([value, n]) => {
      const option = page.element("option", {}, page.visible(value) + " (" + n + ")");
      option.value = value;
      select.append(option);
    });
    return counts.size;
  };
  const hide = (input, hidden) => { input.closest("label").hidden = hidden; };
  hide(tag, fill(tag, items.flatMap((item) => [...new Set(item.tags)])) === 0);
  hide(model, fill(model, items.flatMap((item) => [...new Set(item.answers.map((answer) => answer.model))])) < 2);
  hide(outcome, items.every((item) => item.answers.every((answer) => answer.outcome === null)));
  const differing = items.filter((item) => item.differ).length;
  hide(differ, differing === 0 || differing === items.length);
  differ.checked = differing > 0;
  if (!baseline) how.querySelector("option[value=differences]").remove();
  const texts = items.slice(0, 50).flatMap((item) => item.answers.map((answer) => answer.text));
  how.value = texts.filter(page.markdown.looksLike).length * 4 > texts.length ? "markdown" : baseline ? "differences" : "plain";

  const lower = new Map();
  const textOf = (item) => {
    if (!lower.has(item)) {
      lower.set(item, [item.prompt, ...item.answers.flatMap((a) => [a.text, a.reason, a.verdict])].join("\n").toLowerCase());
    }
    return lower.get(item);
  };
  const query = () => search.value.trim().toLowerCase();
  const matches = (item) => (!differ.checked || item.differ)
    && (!tag.value || item.tags.includes(tag.value))
    && (!query() || textOf(item).includes(query()))
    && (!model.value && !outcome.value || item.answers.some((answer) => (!model.value || answer.model === model.value)
      && (!outcome.value || answer.outcome === Number(outcome.value))));

  const drawMore = () => {
    const look = { how: how.value, query: query(), model: model.value, baseline };
    const next = found.slice(drawn, drawn + PAGE);
    list.append(...next.map((item) => page.itemBox(item, look)));
    drawn += next.length;
    more.hidden = drawn >= found.length;
    count.textContent = found.length === items.length
      ? items.length + (items.length === 1 ? " prompt" : " prompts")
      : found.length + " of " + items.length + " prompts, those that differ most first";
  };
  const filter = () => {
    // Where answers differ most there is most to see.
    found = items.filter(matches).sort((a, b) => b.differ - a.differ || b.spread - a.spread || a.number - b.number);
    list.replaceChildren();
    drawn = 0;
    drawMore();
  };

  let typing;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(filter, 120); });
  [tag, model, outcome, how, differ].forEach((input) => input.addEventListener("change", filter));
  more.addEventListener("click", () => {
    const first = list.children.length;
    drawMore();
    list.children[first]?.focus();
  });

  // A link to one prompt draws as far as it, whatever the filters say.
  const open = (id) => {
    const item = items.find((one) => one.id === id);
    if (!item) return;
    if (!found.includes(item)) {
      search.value = tag.value = model.value = outcome.value = "";
      differ.checked = differ.checked && item.differ;
      filter();
    }
    while (!document.getElementById(id)) drawMore();
    const article = document.getElementById(id);
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "start" });
  };
  filter();
  const follow = () => open(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", follow);
  // The drawings above take their room first.
  if (location.hash.startsWith("#" + section.id + "-")) setTimeout(follow, 300);
};
