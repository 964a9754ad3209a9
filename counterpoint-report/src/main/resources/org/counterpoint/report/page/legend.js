// A legend whose entries are buttons: pressed is shown. One legend may be shared by several drawings.
page.legend = (holder, entries, redraw) => {
  const hidden = new Set();
  if (entries.length > 1) {
    holder.append(...entries.map(({ name, colour, dash }) => {
      const swatch = page.element("i", { class: "swatch" });
      swatch.style.background = dash && dash[1]
        ? `repeating-linear-gradient(90deg, ${colour} 0 ${dash[0]}px, transparent ${dash[0]}px ${dash[0] + dash[1]}px)` : colour;
      const made = page.button("", { "aria-pressed": "true" }, () => {
        if (!hidden.delete(name)) hidden.add(name);
        made.setAttribute("aria-pressed", String(!hidden.has(name)));
        redraw();
      });
      made.append(swatch, page.element("bdi", {}, page.visible(name)));
      return made;
    }));
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", "Shown");
  }
  return { shows: (name) => !hidden.has(name) };
};
