// Two runs against each other: where their figures stand and in which settings they differ.
board.versus = (() => {
  const [one, other] = [board.find("one"), board.find("other")];
  const holder = board.find("compared");
  let offered = "";

  const offer = () => {
    const runs = board.trainings().map((run) => [run.id, page.visible(board.name(run))]).sort((a, b) => a[1] < b[1] ? -1 : 1);
    const now = JSON.stringify(runs);
    if (now === offered) return;
    offered = now;
    [one, other].forEach((select, i) => {
      const kept = select.value;
      select.replaceChildren(...runs.map(([id, name]) => page.element("option", { value: id }, name)));
      select.value = runs.some(([id]) => id === kept) ? kept : runs[Math.min(i, runs.length - 1)]?.[0] ?? "";
    });
  };

  const last = async (id) => {
    const { curves } = await board.ask(`curves?run=${id}&points=16&part=main`);
    return new Map(Object.entries(curves).map(([metric, { y }]) => [metric, y.at(-1)]));
  };
  const text = (value) => value === undefined ? "-" : typeof value === "string" ? value : JSON.stringify(value);

  const compare = async () => {
    const ids = [one.value, other.value];
    const names = ids.map((id) => board.runs.get(id)).map((run) => run ? page.visible(board.name(run)) : "");
    try {
      const [[a, b], [da, db]] = await Promise.all([Promise.all(ids.map(last)), Promise.all(ids.map((id) => board.ask("run?run=" + id)))]);
      const figures = [...new Set([...a.keys(), ...b.keys()])].sort()
        .map((metric) => [metric, a.get(metric) ?? "-", b.get(metric) ?? "-", a.has(metric) && b.has(metric) ? b.get(metric) - a.get(metric) : "-"]);
      const settings = [...new Set([...Object.keys(da.settings ?? {}), ...Object.keys(db.settings ?? {})])]
        .map((name) => [name, text(da.settings[name]), text(db.settings[name])]).filter(([, x, y]) => x !== y);
      holder.replaceChildren(page.element("h3", {}, "Where they stand"), board.run.table(["Last value of", ...names, "Difference"], figures),
        page.element("h3", {}, "Settings that differ"), settings.length ? board.run.table(["Setting", ...names], settings)
          : page.element("p", { class: "note" }, "None."));
      board.list.show(ids);
    } catch (fault) {
      holder.replaceChildren(page.element("p", { role: "alert" }, page.visible(fault.message)));
    }
  };
  board.find("compare").addEventListener("click", compare);
  board.listeners.push(offer);
  return { compare };
})();
