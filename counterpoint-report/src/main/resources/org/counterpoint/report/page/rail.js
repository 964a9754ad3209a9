// The list of chapters: which one is being read, and folded away on a phone.
page.rail = () => {
  const rail = document.querySelector("nav.rail details");
  if (!rail) return;
  const wide = matchMedia("(min-width: 68rem)");
  const follow = () => { rail.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
  const links = new Map([...rail.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  rail.addEventListener("click", (event) => { if (event.target.closest("a") && !wide.matches) rail.open = false; });
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    entries.forEach(({ target, isIntersecting }) => isIntersecting ? seen.add(target.id) : seen.delete(target.id));
    const current = [...links.keys()].find((id) => seen.has(id));
    links.forEach((link, id) => id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  }, { rootMargin: "-10% 0px -60% 0px" });
  document.querySelectorAll(".chapter").forEach((chapter) => watch.observe(chapter));
};
