// The list of runs: a row a run, those of a recipe beneath it. Rows stay where they are while their cells change.
board.list = (() => {
  const rows = new Map();
  const shown = new Set();
  const body = board.find("rows");
  const search = board.find("search");
  const status = board.find("status");
  let chosen = false;

  const parts = (recipe) => board.trainings().filter((run) => run.recipe === recipe.id);

  const row = (run) => {
    const link = page.element("a", { href: "#run=" + run.id });
    const box = page.element("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      chosen = true;
      (run.kind === "recipe" ? parts(run) : [run]).forEach((one) => box.checked ? shown.add(one.id) : shown.delete(one.id));
      board.changed();
    });
    const bar = page.element("progress", { max: "1", value: "0" });
    const done = page.element("span");
    const cells = { state: page.element("span"), left: page.element("td", { class: "number" }), loss: page.element("td", { class: "number" }) };
    const made = page.element("tr", run.recipe ? { class: "part" } : {},
      page.element("td", {}, link), page.element("td", {}, box), page.element("td", {}, cells.state),
      page.element("td", {}, page.element("span", { class: "bar" }, bar, done)), cells.left, cells.loss);
    return { made, link, box, bar, done, ...cells };
  };

  const fill = (run, { made, link, box, bar, done, state, left, loss }) => {
    const name = page.visible(run.name);
    const kind = run.kind === "recipe" ? page.visible(run.method) : page.visible(run.method || "training");
    if (link.dataset.said !== name + kind) {
      link.dataset.said = name + kind;
      link.replaceChildren(page.element("bdi", {}, name), run.kind === "recipe" || !run.name.includes(run.method) ? ` (${kind})` : "");
      box.setAttribute("aria-label", `Curves of ${name}`);
      bar.setAttribute("aria-label", `${name}: share done`);
    }
    const mine = run.kind === "recipe" ? parts(run) : [run];
    const ticked = mine.filter((one) => shown.has(one.id)).length;
    box.checked = ticked > 0 && ticked === mine.length;
    box.indeterminate = ticked > 0 && ticked < mine.length;
    box.disabled = mine.length === 0;
    bar.hidden = !run.steps;
    if (run.steps) bar.value = Math.min(1, (run.step ?? 0) / run.steps);
    board.say(done, run.steps ? `${run.step ?? 0} of ${run.steps}` : run.step ? String(run.step) : "");
    state.className = "state " + run.status;
    board.say(state, run.fault ?? (run.status === "running" && run.kind === "training" && run.step === undefined ? "preparing" : run.status));
    board.say(left, board.time(board.left(run)));
    board.say(loss, run.loss === undefined ? "" : page.number(run.loss));
    made.toggleAttribute("aria-current", board.run.id() === run.id);
  };

  const wanted = (run) => {
    const words = search.value.trim().toLowerCase();
    return (!status.value || run.status === status.value) && (!words || (board.name(run) + " " + run.method).toLowerCase().includes(words));
  };

  // At first: what runs, or else what was written last.
  const choose = () => {
    const trainings = board.trainings();
    if (chosen || trainings.length === 0) return;
    chosen = true;
    const newest = trainings.reduce((a, b) => (b.status === "running") - (a.status === "running") > 0
      || a.status === b.status && b.written > a.written ? b : a);
    trainings.filter((run) => run === newest || run.recipe && run.recipe === newest.recipe).slice(0, 12).forEach((run) => shown.add(run.id));
  };

  const ordered = () => {
    const all = [...board.runs.values()];
    const top = all.filter((run) => !run.recipe || !board.runs.has(run.recipe));
    const running = (run) => run.status === "running" ? 0 : 1;
    top.sort((a, b) => running(a) - running(b) || b.written - a.written);
    return top.flatMap((run) => [run, ...(run.kind === "recipe" ? parts(run) : [])]);
  };

  const draw = () => {
    for (const id of [...rows.keys()]) if (!board.runs.has(id)) { rows.get(id).made.remove(); rows.delete(id); shown.delete(id); }
    choose();
    const all = ordered();
    const fit = new Set(all.filter(wanted));
    const visible = all.filter((run) => fit.has(run) || run.kind === "recipe" && parts(run).some((part) => fit.has(part)));
    let before = null;
    for (const run of visible) {
      if (!rows.has(run.id)) rows.set(run.id, row(run));
      const { made } = rows.get(run.id);
      fill(run, rows.get(run.id));
      // Moving an element takes the keyboard's focus off it, so those in their place are left alone.
      if ((before ? before.nextSibling : body.firstChild) !== made) body.insertBefore(made, before ? before.nextSibling : body.firstChild);
      before = made;
    }
    while (before ? before.nextSibling : body.firstChild) (before ? before.nextSibling : body.firstChild).remove();
    const running = all.filter((run) => run.status === "running").length;
    board.say(board.find("count"), all.length === 0 ? "No run lies here yet; one that begins appears by itself."
      : `${visible.length} of ${all.length} runs, ${running} running`);
  };

  [search, status].forEach((control) => control.addEventListener("input", draw));
  setInterval(() => { if (!document.hidden) board.runs.forEach((run) => rows.has(run.id) && board.say(rows.get(run.id).left, board.time(board.left(run)))); }, 1000);
  board.listeners.push(draw);
  return { shown, show: (ids) => { chosen = true; shown.clear(); ids.forEach((id) => shown.add(id)); board.changed(); } };
})();
