// A chart by itself: its legend, tooltips, the data as a table, CSV and PNG.
page.chart = (section) => {
  const target = section.querySelector(".chart");
  const heading = target.getAttribute("aria-label");
  const spec = page.dataOf(section);
  const titles = spec.usermeta?.titles ?? {};
  const values = spec.data.values;
  const named = (row) => Object.fromEntries(Object.entries(row)
    .filter(([field]) => titles[field] !== null).map(([field, value]) => [titles[field] ?? field, value]));
  const rows = () => values.map(named);
  let view;
  let drawnWidth;

  const colour = [spec, ...(spec.layer ?? [])].map((part) => part.encoding?.color).find((channel) => channel?.scale);
  const present = new Set(values.map((row) => row[colour?.field]));
  const entries = colour ? colour.scale.domain.map((name, i) => ({ name, colour: colour.scale.range[i] })) : [];
  const legend = page.legend(section.querySelector(".legend"), entries.filter(({ name }) => present.has(name)), () => draw(true));

  const pointed = (handler, event, item, value) => {
    if (value == null || typeof value !== "object") { page.tooltip.hide(); return; }
    const { label, series, ...rest } = value;
    page.tooltip.show(event, [label, series].filter(Boolean).join(", "),
      Object.entries(named(rest)).filter(([name]) => !name.startsWith("_")));
  };
  const draw = (anew) => {
    const width = Math.floor(target.clientWidth);
    if (width === 0 || !anew && width === drawnWidth) return;
    drawnWidth = width;
    view?.finalize();
    const shown = colour ? values.filter((row) => legend.shows(row[colour.field])) : values;
    view = page.draw(target, { ...spec, data: { values: shown } }, width, pointed);
  };
  section.querySelector(".tools")?.append(...page.savers(heading, rows, () => view ? [view] : []));
  const details = section.querySelector("details.data");
  if (details) page.dataTable(details, rows);
  return draw;
};
