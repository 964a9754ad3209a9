// What is known of the runs, and how it is said.
const board = {
  runs: new Map(),
  listeners: [],
  control: false,
  // Told after each change, at most twice a second: more nobody can read.
  changed: () => {
    if (board.waiting) return;
    board.waiting = setTimeout(() => {
      board.waiting = null;
      board.listeners.forEach((listener) => listener());
    }, board.drawn ? 500 : 0);
    board.drawn = true;
  },
};

board.find = (id) => document.getElementById(id);

board.time = (seconds) => {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return "";
  const whole = Math.round(seconds);
  const two = (value) => String(value).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

// What was left when it was said, less what has passed since.
board.left = (run) => run.status === "running" && typeof run.left === "number"
  ? Math.max(0, run.left - Math.max(0, (Date.now() + board.ahead - run.at) / 1000)) : undefined;
board.ahead = 0;

board.size = (bytes) => bytes >= 2 ** 30 ? (bytes / 2 ** 30).toFixed(1) + " GiB" : Math.round(bytes / 2 ** 20) + " MiB";

// A run's name, with that of its recipe where it is a part of one.
board.name = (run) => {
  const recipe = board.runs.get(run.recipe);
  return recipe ? recipe.name + " · " + run.name : run.name;
};

board.trainings = () => [...board.runs.values()].filter((run) => run.kind === "training");

board.ask = async (address, options) => {
  const answer = await fetch(address, options);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.fault ?? "the board does not answer");
  return said;
};

board.act = (address, run) => board.ask(address, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ run }),
});

// The same text again is no change: a screen reader would say it once more.
board.say = (element, text) => { if (element.textContent !== text) element.textContent = text; };
