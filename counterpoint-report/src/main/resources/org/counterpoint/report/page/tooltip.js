// One box beside the pointer: a heading and names with their values.
page.tooltip = (() => {
  const box = page.element("div", { class: "tooltip", "aria-hidden": "true" });
  box.hidden = true;
  document.body.append(box);

  const show = (event, heading, entries) => {
    box.replaceChildren(...(heading ? [page.element("strong", {}, page.visible(heading))] : []),
      ...entries.map(([name, value, colour]) => {
        const swatch = page.element("i", { class: "swatch" });
        if (colour) swatch.style.background = colour;
        return page.element("div", {}, ...(colour ? [swatch] : []), page.visible(name) + " ",
          page.element("b", {}, page.number(value)));
      }));
    box.hidden = false;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 4)) + "px";
    box.style.top = Math.max(4, event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18) + "px";
  };
  const hide = () => { box.hidden = true; };
  addEventListener("scroll", hide, { passive: true });
  return { show, hide };
})();
