"use strict";
// What the other files stand on: elements, texts fit to be seen, numbers as people read them, data beside a section.
const page = {};

page.element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

page.button = (text, attributes, act) => {
  const made = page.element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
};

page.dataOf = (section) => JSON.parse(section.querySelector("script[type='application/json']").textContent);

// Control characters are shown as their pictures; they would do odd things, or nothing, on the page.
page.visible = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (c) =>
  c === "\r" ? "" : String.fromCharCode(c === "\u007f" ? 0x2421 : 0x2400 + c.charCodeAt(0)));

page.number = (value) => typeof value !== "number" ? page.visible(String(value ?? ""))
  : Number.isInteger(value) ? value.toLocaleString("en")
  : Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 ? String(+value.toPrecision(4)) : value.toExponential(2);

// A colour of the style sheet, which knows light from dark.
page.colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
