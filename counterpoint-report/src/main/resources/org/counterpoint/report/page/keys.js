// Keys: / searches, j and k go from prompt to prompt, d shows only those that differ, m changes how answers are shown.
page.keys = () => {
  const change = (input) => input.dispatchEvent(new Event("change"));
  const acts = {
    "/": () => document.querySelector("[data-control=search]").focus(),
    j: () => step(1),
    k: () => step(-1),
    d: () => document.querySelectorAll("[data-control=differ]").forEach((box) => { box.checked = !box.checked; change(box); }),
    m: () => document.querySelectorAll("[data-control=how]").forEach((select) => {
      select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
      change(select);
    }),
  };
  const step = (by) => {
    const all = [...document.querySelectorAll("article")];
    const next = all[Math.max(0, all.indexOf(document.activeElement?.closest("article")) + by)];
    if (!next) return;
    next.closest("details:not([open])")?.setAttribute("open", "");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (!acts[event.key] || !document.querySelector("section.has-answers")) return;
    event.preventDefault();
    acts[event.key]();
  });
};
