// One small drawing: a metric of several runs.
board.panel = (metric, holder) => {
  const chart = page.element("div", { class: "chart", role: "img" });
  const made = page.element("figure", { class: "panel" }, page.element("h3", {}, page.element("bdi", {}, page.visible(metric))), chart);
  holder.append(made);
  let plot;
  let names = "";
  let lines = [];

  const axis = (size) => ({
    stroke: page.colour("--soft"), grid: { stroke: page.colour("--grid"), width: 1 }, ticks: { stroke: page.colour("--line"), width: 1 },
    font: "12px system-ui, sans-serif", size,
  });
  const short = (value) => value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(1) : String(+value.toPrecision(6));

  // The nearest step at which a line has a value: lines have steps of their own.
  const nearest = (values, at) => {
    for (let away = 0; away < values.length; away++) {
      if (values[at - away] != null) return at - away;
      if (values[at + away] != null) return at + away;
    }
    return null;
  };
  const pointed = (u) => {
    const at = u.cursor.idx;
    if (at == null || !u.cursor.event || u.cursor.event.type !== "mousemove") return page.tooltip.hide();
    const entries = lines.map((line, i) => [line.name, u.data[i + 1][nearest(u.data[i + 1], at)], line.colour]);
    page.tooltip.show(u.cursor.event, page.visible(metric) + " at " + page.number(u.data[0][at]), entries.sort((a, b) => b[1] - a[1]));
  };

  const build = (data, width) => {
    plot?.destroy();
    plot = new uPlot({
      width, height: 170, legend: { show: false }, scales: { x: { time: false } },
      cursor: { sync: { key: "board" }, points: { size: 5 }, y: false },
      axes: [axis(30), { ...axis(56), values: (u, values) => values.map(short) }],
      series: [{}, ...lines.map(({ colour, dash }) => ({ stroke: colour, dash, width: 1.6, spanGaps: true, points: { show: false } }))],
      hooks: { setCursor: [pointed] },
    }, data, chart);
    chart.querySelector("canvas").setAttribute("aria-hidden", "true");
  };

  return {
    made,
    /** @param drawn lines {name, colour, dash, x, y}; anew where colours may be others by now */
    draw: (drawn, anew) => {
      lines = drawn;
      made.hidden = lines.length === 0;
      if (made.hidden) return;
      chart.setAttribute("aria-label", page.visible(metric) + ": " + lines.slice(0, 12)
        .map((line) => `${line.name} ${page.number(line.y.at(-1))} at ${page.number(line.x.at(-1))}`).join("; "));
      const width = Math.floor(chart.clientWidth);
      if (width === 0) return;
      const data = uPlot.join(lines.map(({ x, y }) => [x, y]));
      const same = JSON.stringify(lines.map(({ name, colour, dash }) => [name, colour, dash]));
      if (!plot || anew || same !== names) build(data, width);
      else plot.setData(data);
      names = same;
      if (plot.width !== width) plot.setSize({ width, height: 170 });
    },
    remove: () => { plot?.destroy(); made.remove(); },
  };
};
