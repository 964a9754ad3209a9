"use strict";
(() => {
  const PAGE = 20; // items drawn at a time
  const SHOWN = 1500; // characters of an answer before it is asked for in full
  const COLOUR = "#3b82f6"; // of what is no series

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const dataOf = (section) => JSON.parse(section.querySelector("script[type='application/json']").textContent);

  // Control characters are shown as their pictures; they would do odd things, or nothing, on the page.
  const visible = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (c) =>
    c === "\r" ? "" : String.fromCharCode(c === "\u007f" ? 0x2421 : 0x2400 + c.charCodeAt(0)));

  // On a phone a long list of contents would be a screen or two.
  const contents = document.querySelector("nav details");
  if (contents && innerWidth < 700) contents.open = false;

  // ---- Charts -------------------------------------------------------------------------------------------------

  // As many columns as names of this length leave room for.
  const columns = (spec, width) => {
    const names = new Set(rowsOf(spec).flatMap((row) => [row.series, row.kind]).filter(Boolean));
    const longest = Math.max(6, ...[...names].map((name) => name.length));
    return Math.max(1, Math.floor((width - 70) / (Math.min(longest, 44) * 7 + 40)));
  };

  const config = (width, spec) => ({
    background: null,
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500, labelLimit: Math.min(220, width * 0.34), tickCount: Math.max(3, Math.min(8, Math.floor(width / 90))) },
    axisX: { labelOverlap: "greedy", labelFlush: false },
    legend: { orient: "top", direction: "horizontal", columns: columns(spec, width), symbolOpacity: 1, labelFontSize: 12, titleFontSize: 12, labelLimit: Math.min(320, width - 60), symbolLimit: 60 },
    bar: { color: COLOUR }, point: { color: COLOUR, filled: true, size: 60 }, line: { color: COLOUR, strokeWidth: 1.8 },
    area: { color: COLOUR }, rule: { color: COLOUR }, rect: { color: COLOUR }, tick: { color: COLOUR },
  });

  const draw = (section) => {
    const target = section.querySelector(".chart");
    const width = Math.floor(target.clientWidth);
    if (target.dataset.width === String(width) || width === 0) return;
    target.dataset.width = String(width);
    section.spec ??= dataOf(section);
    const spec = { width, autosize: { type: "fit-x", contains: "padding" }, ...section.spec, config: config(width, section.spec) };
    const view = new vega.View(vega.parse(vegaLite.compile(spec, { logger: vega.logger(vega.Error) }).spec), { renderer: "svg", hover: true, logLevel: vega.Error });
    section.view?.finalize();
    target.replaceChildren();
    section.view = view.initialize(target);
    view.tooltip((handler, event, item, value) => { target.title = value == null ? "" : tooltip(value); });
    view.run();
    // The note beneath says in words what the drawing says.
    target.querySelector("svg").setAttribute("aria-hidden", "true");
  };

  const tooltip = (value) => typeof value === "object"
    ? Object.entries(value).map(([name, shown]) => name + ": " + shown).join("\n") : String(value);

  const dataTable = (section) => {
    const details = section.querySelector("details.data");
    details.addEventListener("toggle", () => {
      if (!details.open || details.querySelector("table")) return;
      section.spec ??= dataOf(section);
      const rows = rowsOf(section.spec).slice(0, 500);
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const cell = (value) => element("td", typeof value === "number" ? { class: "number" } : {},
        typeof value === "number" ? String(+value.toPrecision(6)) : value == null ? "" : visible(String(value)));
      const head = element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)));
      const body = rows.map((row) => element("tr", {}, ...columns.map((column) => cell(row[column]))));
      details.append(element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Data of the chart" },
        element("table", {}, element("thead", {}, head), element("tbody", {}, ...body))));
    });
  };

  const rowsOf = (spec) => spec.data?.values ?? (spec.layer ?? []).map(rowsOf).find((rows) => rows.length) ?? [];

  const charts = [...document.querySelectorAll("section.has-chart")];
  charts.forEach(dataTable);
  const drawAll = () => charts.forEach(draw);
  // One after the other, so that the page answers meanwhile.
  const drawNext = (index) => {
    if (index >= charts.length) { document.documentElement.dataset.drawn = "yes"; return; }
    draw(charts[index]);
    setTimeout(drawNext, 0, index + 1);
  };
  let resizing;
  addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(drawAll, 150); });
  addEventListener("beforeprint", drawAll);
  drawNext(0);

  // ---- Answers ------------------------------------------------------------------------------------------------

  // Each text stands in the page once, with the numbers of all models that gave it.
  const itemsOf = (section) => {
    const { models, items } = dataOf(section);
    return items.map(([prompt, tags, answers]) => ({
      prompt,
      tags,
      answers: answers.flatMap(([by, text, verdict, reason]) => by.map((number) => ({ number, text, verdict, reason })))
        .sort((a, b) => a.number - b.number)
        .map((answer) => ({ ...answer, model: models[answer.number] })),
    }));
  };

  const answers = (section) => {
    const items = itemsOf(section);
    const controls = section.querySelector(".controls");
    const search = controls.querySelector("input");
    const [tag, model] = controls.querySelectorAll("select");
    const list = section.querySelector(".items");
    const count = section.querySelector(".count");
    const more = section.querySelector("button.more");
    let found = items;
    let drawn = 0;

    const fill = (select, values) => {
      const counts = new Map();
      values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
      [...counts].sort(([a], [b]) => a.localeCompare(b)).forEach(([value, n]) => {
        const option = element("option", {}, visible(value) + " (" + n + ")");
        option.value = value;
        select.append(option);
      });
      select.parentElement.hidden = counts.size < 2 && select === model || counts.size === 0;
    };
    fill(tag, items.flatMap((item) => [...new Set(item.tags)]));
    fill(model, items.flatMap((item) => [...new Set(item.answers.map((answer) => answer.model))]));

    const lower = new Map();
    const textOf = (item) => {
      if (!lower.has(item)) {
        lower.set(item, [item.prompt, ...item.answers.flatMap((a) => [a.text, a.reason, a.verdict])].join("\n").toLowerCase());
      }
      return lower.get(item);
    };

    const marked = (text, query) => {
      const shown = visible(text);
      if (!query) return [shown];
      const parts = [];
      const low = shown.toLowerCase();
      let from = 0;
      // Lower case can be longer than the text (İ): then the places do not match, and nothing is marked.
      if (low.length !== shown.length) return [shown];
      for (let at = low.indexOf(query); at >= 0 && parts.length < 400; at = low.indexOf(query, from)) {
        parts.push(shown.slice(from, at), element("mark", {}, shown.slice(at, at + query.length)));
        from = at + query.length;
      }
      return [...parts, shown.slice(from)];
    };

    const shortened = (holder, text, query) => {
      const body = element("div", { class: "text", dir: "auto" });
      const hit = query ? text.toLowerCase().indexOf(query) : -1;
      const end = text.length <= SHOWN * 1.3 ? text.length : Math.max(SHOWN, hit < 0 ? 0 : Math.min(hit + 300, 20000));
      body.append(...marked(text.slice(0, end), query));
      holder.append(body);
      if (end < text.length) {
        body.append(" …");
        const button = element("button", { type: "button" }, "Show all " + text.length.toLocaleString("en") + " characters");
        button.addEventListener("click", () => {
          body.replaceChildren(...marked(text, query));
          button.remove();
          body.tabIndex = -1;
          body.focus();
        });
        holder.append(button);
      }
    };

    const answerBox = (answer, query) => {
      const head = element("div", { class: "head" }, element("bdi", { class: "model" }, visible(answer.model)));
      if (answer.verdict) head.append(element("bdi", { class: "verdict" }, visible(answer.verdict)));
      const box = element("div", { class: "answer" }, head);
      if (answer.text === "") box.append(element("div", { class: "note" }, "(an empty answer)"));
      shortened(box, answer.text, query);
      if (answer.reason) {
        const reason = element("div", { class: "reason" });
        shortened(reason, answer.reason, query);
        box.append(reason);
      }
      return box;
    };

    const itemBox = (item, query) => {
      const article = element("article", { tabindex: "-1" }, element("h3", {}, "Prompt " + (items.indexOf(item) + 1)));
      const prompt = element("div", { class: "prompt" });
      shortened(prompt, item.prompt, query);
      article.append(prompt);
      if (item.tags.length) {
        article.append(element("ul", { class: "tags", "aria-label": "Tags" },
          ...item.tags.map((text) => element("li", {}, element("bdi", {}, visible(text))))));
      }
      const grid = element("div", { class: "answers" });
      item.answers.filter((answer) => !model.value || answer.model === model.value)
        .forEach((answer) => grid.append(answerBox(answer, query)));
      article.append(grid);
      return article;
    };

    const drawMore = () => {
      const query = search.value.trim().toLowerCase();
      const next = found.slice(drawn, drawn + PAGE);
      list.append(...next.map((item) => itemBox(item, query)));
      drawn += next.length;
      more.hidden = drawn >= found.length;
      count.textContent = found.length === items.length
        ? items.length + (items.length === 1 ? " prompt" : " prompts")
        : found.length + " of " + items.length + " prompts match";
    };

    const filter = () => {
      const query = search.value.trim().toLowerCase();
      found = items.filter((item) => (!tag.value || item.tags.includes(tag.value))
        && (!model.value || item.answers.some((answer) => answer.model === model.value))
        && (!query || textOf(item).includes(query)));
      list.replaceChildren();
      drawn = 0;
      drawMore();
    };

    let typing;
    search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(filter, 120); });
    tag.addEventListener("change", filter);
    model.addEventListener("change", filter);
    more.addEventListener("click", () => {
      const first = list.children.length;
      drawMore();
      list.children[first]?.focus();
    });
    drawMore();
  };
  document.querySelectorAll("section.has-answers").forEach(answers);

  // ---- Keys: / searches, j and k go from prompt to prompt --------------------------------------------------------

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "/") {
      const search = document.querySelector("section.has-answers input");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "j" || event.key === "k") {
      const all = [...document.querySelectorAll("article")];
      const at = all.indexOf(document.activeElement?.closest("article"));
      const next = all[event.key === "j" ? at + 1 : Math.max(0, at - 1)];
      if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
    }
  });
})();
