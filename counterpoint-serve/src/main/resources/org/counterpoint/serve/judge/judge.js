"use strict";
// One question at a time; texts go in as text, never as markup. A key is taken for the pair that is on the page, or it is said
// that it was not.
const at = (id) => document.getElementById(id);
const say = (id, text) => { if (at(id).textContent !== text) at(id).textContent = text; };
const visible = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (c) =>
  c === "\r" ? "" : String.fromCharCode(c === "\u007f" ? 0x2421 : 0x2400 + c.charCodeAt(0)));
const buttons = [...document.querySelectorAll("nav button")];
let shown = null;
let ended = false;

const show = (state) => {
  shown = typeof state.number === "number" ? state : null;
  ended = state.left;
  const pair = shown !== null && state.first !== undefined;
  at("question").hidden = !pair;
  at("keys").hidden = !shown;
  at("bar").hidden = !shown;
  for (const button of buttons) {
    const { key } = button.dataset;
    button.hidden = key === "f" ? pair : button.classList.contains("verdict") ? !pair : key === "u" && state.place === 1 && pair;
    button.disabled = false;
    if (button.classList.contains("verdict")) button.setAttribute("aria-pressed", String(state.key === key));
  }
  if (pair) {
    for (const part of ["instruction", "first", "second"]) at(part).textContent = visible(state[part]);
    at("comment").value = state.comment ?? "";
    if (document.activeElement === at("comment")) at("comment").blur();
    window.scrollTo(0, 0);
  }
  if (shown) {
    at("bar").value = (pair ? state.place - 1 : state.of) / state.of;
    say("place", pair ? `${state.place} of ${state.of}` + (state.key === undefined ? "" : ", answered before") : `All ${state.of} answered`);
    say("message", pair ? "" : "Every pair has its verdict. Finish, or go back to the last pair.");
  } else {
    say("message", ended ? "Stopped. The same command goes on from here; this page can be closed." : "The next pair comes …");
  }
};

const press = async (key) => {
  const state = shown;
  const button = buttons.find((one) => one.dataset.key === key);
  if (!state || button.disabled) {
    if (!ended) say("message", "This key came before the next pair was there, and was not taken.");
    return;
  }
  if (button.hidden) return;
  buttons.forEach((one) => { one.disabled = true; });
  try {
    const answer = await fetch("verdict", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ number: state.number, key, comment: at("comment").value }),
    });
    // Another page of this may have answered; what waits now is shown by itself.
    if (!answer.ok && shown === state) throw new Error((await answer.json()).fault);
    if (key === "f" && answer.ok) finish();
  } catch (fault) {
    if (ended) return;
    buttons.forEach((one) => { one.disabled = false; });
    say("message", `Not taken (${fault.message}). Press again.`);
  }
};

const finish = () => {
  ended = true;
  source.close();
  at("keys").hidden = true;
  say("message", "Finished; the verdicts are written. This page can be closed.");
};

const source = new EventSource("question");
source.onmessage = (event) => show(JSON.parse(event.data));
source.onerror = () => {
  if (ended) return;
  shown = null;
  at("question").hidden = true;
  at("keys").hidden = true;
  say("message", "The command has ended; every verdict is kept. This page can be closed.");
};

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.activeElement === at("comment")) {
    if (event.key === "Escape") at("comment").blur();
    return;
  }
  if (event.key === "c" && !at("question").hidden) {
    event.preventDefault();
    at("comment").focus();
  } else if (buttons.some((button) => button.dataset.key === event.key)) {
    event.preventDefault();
    press(event.key);
  }
});
buttons.forEach((button) => button.addEventListener("click", () => press(button.dataset.key)));
