// All drawings, one after the other, so that the page answers meanwhile; again where width or light changes.
page.charts = () => {
  const draws = [...document.querySelectorAll("section.has-chart, section.has-panels, .glance .picture")]
    .map((section) => section.classList.contains("has-panels") ? page.panels(section) : page.chart(section));
  const all = (anew) => draws.forEach((draw) => draw(anew));
  const next = (index) => {
    if (index >= draws.length) { document.documentElement.dataset.drawn = "yes"; return; }
    draws[index](false);
    setTimeout(() => next(index + 1), 0);
  };
  let resizing;
  addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(all, 150, false); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all(true));
  document.querySelectorAll("details").forEach((details) => details.addEventListener("toggle", () => all(false)));
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details.fold").forEach((details) => { details.open = true; });
    all(true);
  });
  next(0);
};
