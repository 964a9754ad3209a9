"use strict";
// One question at a time; texts go in as text, never as markup.
const at = (id) => document.getElementById(id);
let shown = 0;
let busy = false;

function show(state) {
  const waits = typeof state.number === "number";
  at("question").hidden = !waits;
  at("keys").hidden = !waits;
  at("progress").textContent = state.answered + (state.answered === 1 ? " verdict" : " verdicts") + " in this sitting";
  at("message").textContent = waits ? "" : state.left ? "Stopped. The same command goes on from here." : "Waiting for the next pair ...";
  if (waits && state.number !== shown) {
    shown = state.number;
    for (const part of ["instruction", "first", "second"]) {
      at(part).textContent = state[part];
    }
    window.scrollTo(0, 0);
  }
}

async function refresh() {
  try {
    show(await (await fetch("question")).json());
  } catch {
    at("question").hidden = true;
    at("keys").hidden = true;
    at("message").textContent = "The command has ended; every verdict is kept. This page can be closed.";
  }
}

async function press(key) {
  if (busy || at("keys").hidden) {
    return;
  }
  busy = true;
  try {
    await fetch("verdict", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ number: shown, key }),
    });
  } finally {
    busy = false;
  }
  refresh();
}

document.addEventListener("keydown", (event) => {
  if (!event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && ["1", "2", "0", "s", "q"].includes(event.key)) {
    event.preventDefault();
    press(event.key);
  }
});
for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => press(button.dataset.key));
}
refresh();
setInterval(refresh, 1000);
