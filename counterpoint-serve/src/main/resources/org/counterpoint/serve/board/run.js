// One run: what it does now, its stages, what was left out, its settings and its latest texts.
board.run = (() => {
  const section = board.find("run");
  let id = null;
  let seen = "";
  let parts;
  let asking = false;

  const table = (heads, rows) => page.element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": heads.join(", ") },
    page.element("table", {}, page.element("thead", {}, page.element("tr", {}, ...heads.map((head) => page.element("th", { scope: "col" }, head)))),
      page.element("tbody", {}, ...rows.map((row) => page.element("tr", {}, ...row.map((cell) => page.element("td",
        typeof cell === "number" ? { class: "number" } : {}, typeof cell === "number" ? page.number(cell) : page.visible(String(cell)))))))));

  const build = () => {
    parts = {
      title: page.element("h2", { id: "run-title", tabindex: "-1" }),
      folder: page.element("p", { class: "note" }),
      now: page.element("p", { class: "now" }),
      acts: page.element("div", { class: "acts" }),
      told: page.element("p", { role: "status" }),
      tasks: page.element("ul", { class: "tasks", "aria-label": "Stages and arms" }),
      out: page.element("div"), settings: page.element("div"), samples: board.samples(),
    };
    section.replaceChildren(parts.title, parts.folder, parts.now, parts.acts, parts.told, parts.tasks, parts.samples.made,
      page.element("div", { class: "beside" }, page.element("div", {}, page.element("h3", {}, "Left out"), parts.out),
        page.element("details", { class: "fold" }, page.element("summary", {}, "Settings"), parts.settings)));
  };

  const now = (run) => {
    const left = board.time(board.left(run));
    const running = run.tasks?.find((task) => task.status === "running");
    return [run.status + (running ? ": " + page.visible(running.id) : ""),
      ...(run.steps ? [`${run.step ?? 0} of ${run.steps} ${run.kind === "recipe" ? "stages and arms" : "steps"}`] : run.step ? [`step ${run.step}`] : []),
      ...(run.loss === undefined ? [] : ["loss " + page.number(run.loss)]),
      ...(run.tokens_per_second === undefined || run.status !== "running" ? [] : [page.number(Math.round(run.tokens_per_second)) + " tokens/s"]),
      ...(left ? [left + " left"] : [])].join(", ");
  };

  const button = (text, address, wait) => page.button(text, {}, async (event) => {
    event.target.disabled = true;
    parts.told.textContent = wait;
    try {
      await board.act(address, id);
    } catch (fault) {
      parts.told.textContent = page.visible(fault.message);
      event.target.disabled = false;
    }
  });
  let mayGoOn = false;
  const acts = (run, details) => {
    if (details) mayGoOn = details.can_go_on;
    const what = !board.control || run.recipe ? "" : run.status === "running" ? "stop" : mayGoOn && run.status === "stopped" ? "go-on" : "";
    if (parts.acts.dataset.what === what) return;
    parts.acts.dataset.what = what;
    parts.told.textContent = "";
    parts.acts.replaceChildren(...(what === "stop" ? [button("Stop", "stop", "Stopping after the running step; what was done is kept.")]
      : what === "go-on" ? [button("Go on", "go-on", "Starting the same command again …")] : []));
  };

  const ask = async (run) => {
    const stamp = JSON.stringify([run.rollouts, run.ledger, run.status, run.written, run.tasks, run.kind === "recipe" ? Math.floor(Date.now() / 4000) : 0]);
    if (asking || stamp === seen || document.hidden) return;
    asking = true;
    seen = stamp;
    const wanted = id;
    try {
      const details = await board.ask("run?run=" + wanted);
      if (wanted === id) fill(run, details);
    } catch (fault) {
      parts.told.textContent = page.visible(fault.message);
    }
    setTimeout(() => { asking = false; show(); }, 1500);
  };
  const fill = (run, details) => {
    board.say(parts.folder, page.visible(details.folder) + (details.about ? "\n" + page.visible(details.about) : "") + (details.fault ? "\n" + page.visible(details.fault) : ""));
    acts(run, details);
    const out = Object.entries(details.left_out ?? {}).flatMap(([stage, counts]) => Object.entries(counts).map(([reason, count]) => [...(stage ? [stage] : []), reason, count]));
    parts.out.replaceChildren(out.length === 0 ? page.element("p", { class: "note" }, "Nothing was left out.")
      : table(out[0].length === 3 ? ["Stage", "Reason", "Count"] : ["Reason", "Count"], out),
      ...(details.notes ?? []).map((note) => page.element("p", { class: "warning" }, page.visible(String(note)))));
    parts.settings.replaceChildren(table(["Setting", "Value"], Object.entries(details.settings ?? {})
      .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)])));
    parts.samples.made.hidden = run.kind === "training" && run.rollouts < 0;
    parts.samples.show(details.samples ?? [], details.samples_of);
  };

  const show = () => {
    const run = board.runs.get(id);
    section.hidden = !run;
    if (!run) return;
    if (section.dataset.run !== id) {
      section.dataset.run = id;
      seen = "";
      build();
    }
    board.say(parts.title, page.visible(board.name(run)));
    board.say(parts.now, now(run));
    acts(run);
    parts.tasks.hidden = !run.tasks;
    const tasks = JSON.stringify(run.tasks ?? []);
    if (parts.tasks.dataset.seen !== tasks) {
      parts.tasks.dataset.seen = tasks;
      parts.tasks.replaceChildren(...(run.tasks ?? []).map((task) => page.element("li", { class: task.status },
        page.element("bdi", {}, page.visible(task.id)), ` ${task.status}` + (task.seconds > 0 ? ", " + board.time(task.seconds) : "")
        + (task.message ? ": " + page.visible(task.message) : ""))));
    }
    ask(run);
  };

  const go = () => {
    const wanted = new URLSearchParams(location.hash.slice(1)).get("run");
    if (wanted === id) return;
    id = wanted;
    board.changed();
    show();
    if (!section.hidden) {
      parts.title.focus();
      parts.title.scrollIntoView();
    }
  };
  addEventListener("hashchange", go);
  board.listeners.push(show);
  setTimeout(go);
  return { id: () => id, table };
})();
