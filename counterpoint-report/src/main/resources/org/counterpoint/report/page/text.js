// A text of a model on the page, long ones shortened until asked for; what was searched for is marked.
page.text = (() => {
  const SHOWN = 1500; // characters before it is asked for in full

  const marked = (text, query) => {
    const shown = page.visible(text);
    const low = shown.toLowerCase();
    // Lower case can be longer than the text (İ): then the places do not match, and nothing is marked.
    if (!query || low.length !== shown.length) return [shown];
    const parts = [];
    let from = 0;
    for (let at = low.indexOf(query); at >= 0 && parts.length < 400; at = low.indexOf(query, from)) {
      parts.push(shown.slice(from, at), page.element("mark", {}, shown.slice(at, at + query.length)));
      from = at + query.length;
    }
    return [...parts, shown.slice(from)];
  };

  const compared = (text, base, query) => {
    const parts = base === text ? null : page.diff(base, text);
    const kept = parts?.filter(({ kind }) => kind === "same").reduce((sum, part) => sum + part.text.trim().length, 0);
    // Of two texts with little in common everything would be marked.
    if (!parts || kept * 4 < Math.min(base.length, text.length)) return marked(text, query);
    return parts.map(({ text: part, kind }) => kind === "same" ? part
      : page.element(kind === "more" ? "ins" : "del", {}, ...marked(part, query)));
  };

  const filled = (text, how, base, query) => how === "markdown" ? page.markdown.render(page.visible(text))
    : how === "differences" && base !== undefined ? compared(text, base, query) : marked(text, query);

  // How: "differences" from a base text, "markdown" or "plain".
  return (holder, text, { how = "plain", base, query = "" } = {}) => {
    const body = page.element("div", { class: how === "markdown" ? "markdown" : "text", dir: "auto" });
    const hit = query ? text.toLowerCase().indexOf(query) : -1;
    const end = text.length <= SHOWN * 1.3 ? text.length : Math.max(SHOWN, hit < 0 ? 0 : Math.min(hit + 300, 20_000));
    body.append(...filled(text.slice(0, end), how, end < text.length ? base?.slice(0, end) : base, query));
    holder.append(body);
    if (end === text.length) return;
    body.append(" …");
    const all = page.button("Show all " + text.length.toLocaleString("en") + " characters", {}, () => {
      body.replaceChildren(...filled(text, how, base, query));
      all.remove();
      body.tabIndex = -1;
      body.focus();
    });
    holder.append(all);
  };
})();
