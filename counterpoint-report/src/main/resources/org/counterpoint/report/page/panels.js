// Small multiples: many small drawings of lines over the same steps, with one legend and one smoothing for all.
page.panels = (section) => {
  const { names, colours, dashes, x: xTitle, stacked, panels } = page.dataOf(section);
  const heading = section.querySelector("h3").textContent;
  const targets = [...section.querySelectorAll(".panel .chart")];
  const slider = section.querySelector("input[type=range]");
  const look = new Map(names.map((name, i) => [name, { name, colour: colours[i], dash: dashes[i] }]));
  const used = new Set(panels.flatMap((panel) => panel.lines.map((line) => line.name)));
  let views = [];
  let drawnWidth;

  const share = () => slider ? Number(slider.value) / 100 : 0;
  const legend = page.legend(section.querySelector(".legend"), names.filter((name) => used.has(name)).map((name) => look.get(name)),
    () => draw(true));
  const shown = (panel) => panel.lines.filter((line) => legend.shows(line.name))
    .map((line) => ({ ...line, smooth: page.smooth(line.y, share()) }));
  const rowsOf = (lines, field) => lines.flatMap((line) => line.x.map((x, i) => ({ series: line.name, x, y: line[field][i] })));
  const rows = () => panels.flatMap((panel) => rowsOf(panel.lines, "y")
    .map(({ series, x, y }) => ({ panel: panel.title, series, [xTitle]: x, value: y })));

  const scale = (range) => ({ field: "series", type: "nominal", scale: { domain: names, range } });
  const spec = (panel, lines) => {
    const x = { field: "x", type: "quantitative", title: null, scale: { zero: false, nice: false } };
    const y = { field: "y", type: "quantitative", title: null, scale: { zero: stacked, nice: true }, ...(stacked ? { stack: "zero" } : {}) };
    const encoding = { x, y, color: scale(colours), ...(stacked ? {} : { strokeDash: scale(dashes) }) };
    const smooth = { data: { values: rowsOf(lines, "smooth") }, mark: stacked ? { type: "area", opacity: 0.85 } : { type: "line" }, encoding };
    // Single steps stand faintly behind, where there are few lines.
    const behind = !stacked && share() > 0 && lines.length <= 3
      ? [{ data: { values: rowsOf(lines, "y") }, mark: { type: "line", opacity: 0.25, strokeWidth: 1 }, encoding }] : [];
    return { height: 150, layer: [...behind, smooth] };
  };

  // Pointed at, a panel tells the values of all its lines at the nearest step.
  const pointed = (target, index) => (event) => {
    const view = views[index];
    const svg = target.querySelector("svg");
    if (!view || !svg) return;
    const box = svg.getBoundingClientRect();
    const at = view.scale("x").invert((event.clientX - box.left) * svg.viewBox.baseVal.width / box.width - view.origin()[0]);
    const nearest = (line) => line.x.reduce((best, x, i) => Math.abs(x - at) < Math.abs(line.x[best] - at) ? i : best, 0);
    const lines = shown(panels[index]).filter((line) => line.x.length);
    if (lines.length === 0) return;
    const entries = lines.map((line) => [line.name, line.smooth[nearest(line)], look.get(line.name).colour]);
    if (!stacked) entries.sort((a, b) => b[1] - a[1]);
    page.tooltip.show(event, xTitle + " " + page.number(Math.round(lines[0].x[nearest(lines[0])])), entries);
  };

  const draw = (anew) => {
    const width = Math.floor(targets[0].clientWidth);
    if (width === 0 || !anew && width === drawnWidth) return;
    drawnWidth = width;
    views.forEach((view) => view.finalize());
    views = panels.map((panel, i) => page.draw(targets[i], spec(panel, shown(panel)), width));
  };
  targets.forEach((target, index) => {
    target.addEventListener("pointermove", pointed(target, index));
    target.addEventListener("pointerleave", page.tooltip.hide);
  });
  let sliding;
  slider?.addEventListener("input", () => {
    section.querySelector("output").textContent = slider.value === "0" ? "none" : slider.value + " % of the steps";
    clearTimeout(sliding);
    sliding = setTimeout(() => draw(true), 60);
  });
  section.querySelector(".tools").append(...page.savers(heading, rows, () => views));
  page.dataTable(section.querySelector("details.data"), rows);
  return draw;
};
