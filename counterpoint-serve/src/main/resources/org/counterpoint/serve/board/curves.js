// The curves of all ticked runs, metric by metric. A run's are fetched anew when its file grew, thinned and smoothed there.
board.curves = (() => {
  const COLOURS = ["#3b82f6", "#d9640a", "#16a34a", "#c026d3", "#e11d48", "#0891b2", "#a16207", "#7c6cf0"];
  const DASHES = [undefined, [6, 4], [2, 3], [10, 3, 2, 3]];
  const FIRST = ["loss", "eval_loss", "rewards/accuracies", "eval_rewards/accuracies", "objective/scores", "objective/kl", "rewards/margins", "rewards/chosen", "rewards/rejected"];
  const SECONDS_BETWEEN = 1.5;
  const smooth = board.find("smooth");
  const x = board.find("x");
  const more = board.find("more");
  const fetched = new Map();
  const mains = new Set();
  const panels = new Map();
  const places = new Map();
  let legend = { shows: () => true };
  let legendOf = "";
  let fetching = false;
  let last = 0;

  const wish = () => `smooth=${smooth.value}&x=${x.value}&part=${more.open ? "all" : "main"}&points=600`;
  const runs = () => [...board.list.shown].map((id) => board.runs.get(id)).filter(Boolean);

  // A run keeps its colour while it is shown, whoever comes and goes beside it.
  const place = (id) => {
    if (!places.has(id)) {
      const taken = new Set(places.values());
      let free = 0;
      while (taken.has(free)) free++;
      places.set(id, free);
    }
    return places.get(id);
  };
  const look = (run) => ({
    name: page.visible(board.name(run)), colour: COLOURS[place(run.id) % COLOURS.length],
    dash: DASHES[Math.floor(place(run.id) / COLOURS.length) % DASHES.length],
  });

  const fetchOne = async (run, wished) => {
    const stamp = wished + run.metrics;
    if (fetched.get(run.id)?.stamp === stamp) return false;
    try {
      const { curves, main } = await board.ask(`curves?run=${run.id}&${wished}`);
      main.forEach((metric) => mains.add(metric));
      fetched.set(run.id, { stamp, curves });
    } catch {
      fetched.set(run.id, { stamp, curves: {} }); // gone meanwhile; the list will say so
    }
    return true;
  };
  const fetchAll = async () => {
    if (fetching || document.hidden) return;
    fetching = true;
    const wait = SECONDS_BETWEEN * 1000 - (performance.now() - last);
    if (wait > 0 && last > 0) await new Promise((done) => setTimeout(done, wait));
    last = performance.now();
    const wished = wish();
    const news = await Promise.all(runs().map((run) => fetchOne(run, wished)));
    fetching = false;
    if (news.some(Boolean)) draw();
    if (wished !== wish()) fetchAll();
  };

  const rank = (metric) => { const at = FIRST.indexOf(metric); return at < 0 ? FIRST.length : at; };

  const draw = (anew) => {
    const shown = runs();
    for (const id of [...places.keys()]) if (!shown.some((run) => run.id === id)) places.delete(id);
    const looks = new Map(shown.map((run) => [run.id, look(run)]));
    const legendNow = JSON.stringify([...looks.values()]);
    if (legendNow !== legendOf) {
      legendOf = legendNow;
      board.find("legend").replaceChildren();
      legend = page.legend(board.find("legend"), [...looks.values()], () => draw());
    }
    board.find("no-curves").hidden = shown.length > 0;
    const metrics = [...new Set(shown.flatMap((run) => Object.keys(fetched.get(run.id)?.curves ?? {})))]
      .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    for (const metric of [...panels.keys()]) if (!metrics.includes(metric)) { panels.get(metric).remove(); panels.delete(metric); }
    for (const metric of metrics) {
      const holder = board.find(mains.has(metric) ? "main-panels" : "more-panels");
      if (!panels.has(metric)) panels.set(metric, board.panel(metric, holder));
      const { made } = panels.get(metric);
      const behind = metrics.slice(metrics.indexOf(metric) + 1).map((other) => panels.get(other)?.made).find((other) => other?.parentNode === holder);
      if (behind ? made.nextSibling !== behind : holder.lastChild !== made) holder.insertBefore(made, behind ?? null);
      panels.get(metric).draw(shown.filter((run) => legend.shows(looks.get(run.id).name) && fetched.get(run.id)?.curves[metric])
        .map((run) => ({ ...looks.get(run.id), ...fetched.get(run.id).curves[metric] })), anew === true);
    }
  };

  const soon = () => { draw(); last = 0; fetchAll(); };
  let sliding;
  smooth.addEventListener("input", () => {
    board.say(board.find("smooth-said"), smooth.value === "0" ? "none" : smooth.value + " % of the steps");
    clearTimeout(sliding);
    sliding = setTimeout(soon, 120);
  });
  x.addEventListener("change", soon);
  more.addEventListener("toggle", soon);
  document.addEventListener("visibilitychange", fetchAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(true));
  let sizing;
  addEventListener("resize", () => { clearTimeout(sizing); sizing = setTimeout(draw, 150); });
  board.listeners.push(() => { draw(); fetchAll(); });
  return { draw };
})();
