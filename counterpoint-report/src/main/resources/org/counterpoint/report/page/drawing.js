// Draws one Vega-Lite specification, in the page's fonts and colours.
page.theme = (width) => {
  const [ink, soft, line, grid] = ["--ink", "--soft", "--line", "--grid"].map(page.colour);
  const plain = page.colour("--series");
  return {
    background: null,
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: {
      aria: false,
      labelFontSize: width < 420 ? 11 : 12, titleFontSize: 12, titleFontWeight: 500, labelColor: soft, titleColor: ink, domainColor: line,
      tickColor: line, gridColor: grid, labelLimit: Math.min(340, width * 0.5),
      tickCount: Math.max(3, Math.min(8, Math.floor(width / 90))),
    },
    axisX: { labelOverlap: "greedy", labelFlush: false },
    legend: { disable: true },
    bar: { color: plain }, point: { color: plain, filled: true, size: 60 }, line: { color: plain, strokeWidth: 1.8 },
    area: { color: plain }, rule: { color: plain }, text: { color: ink, fontSize: 12 },
  };
};

// No part of a drawing has a role or a name of its own for a screen reader: the whole has one.
page.mute = (marks) => (marks ?? []).forEach((mark) => { mark.aria = false; page.mute(mark.marks); });

page.draw = (target, spec, width, tooltip) => {
  const whole = { width, padding: { left: 2, right: 10, top: 4, bottom: 2 }, autosize: { type: "fit-x", contains: "padding" }, ...spec, config: page.theme(width) };
  const compiled = vegaLite.compile(whole, { logger: vega.logger(vega.Error) }).spec;
  page.mute(compiled.marks);
  const view = new vega.View(vega.parse(compiled), { renderer: "svg", hover: true, logLevel: vega.Error });
  const name = target.getAttribute("aria-label");
  target.replaceChildren();
  if (tooltip) view.tooltip(tooltip);
  view.initialize(target);
  view.run();
  // Vega calls every drawing "Vega visualization". Ours has its heading's name; the note beneath says what it shows.
  target.setAttribute("role", "img");
  target.setAttribute("aria-label", name);
  target.removeAttribute("aria-roledescription");
  target.querySelector("svg").setAttribute("aria-hidden", "true");
  return view;
};

// The data of a drawing as a table, made when it is asked for.
page.dataTable = (details, rows) => details.addEventListener("toggle", () => {
  if (!details.open || details.querySelector("table")) return;
  const shown = rows().slice(0, 500);
  const columns = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const cell = (value) => page.element("td", typeof value === "number" ? { class: "number" } : {}, page.number(value));
  const head = page.element("tr", {}, ...columns.map((column) => page.element("th", { scope: "col" }, column)));
  const body = shown.map((row) => page.element("tr", {}, ...columns.map((column) => cell(row[column]))));
  details.append(page.element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Data of the chart" },
    page.element("table", {}, page.element("thead", {}, head), page.element("tbody", {}, ...body))));
});
