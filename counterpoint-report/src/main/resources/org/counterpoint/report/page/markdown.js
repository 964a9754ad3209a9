// Markdown as elements. Texts become text nodes and nothing else, so that no answer can put markup or a link on the page.
page.markdown = (() => {
  const INLINE = /(`+)([\s\S]*?[^`])\1(?!`)|(\*\*|__)(?=\S)([\s\S]*?\S)\3|([*_])(?=\S)([^*_]*?\S)\5(?![\p{L}\p{N}])|!?\[([^\]\n]*)\]\(([^)\s]*)[^)\n]*\)/gu;
  const BLOCK = /^(?:#{1,6}\s|>|\s*(?:[-*+]|\d{1,9}[.)])\s|`{3}|~{3}|(?:\s*[-*_]){3,}\s*$)/;

  const inline = (text) => {
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(INLINE)) {
      const [whole, ticks, code, , strong, star, emphasis, label, address] = found;
      if (found.index > 0 && star === "_" && /[\p{L}\p{N}]/u.test(text[found.index - 1])) continue;
      parts.push(text.slice(from, found.index));
      if (ticks) parts.push(page.element("code", {}, code));
      else if (strong !== undefined) parts.push(page.element("strong", {}, ...inline(strong)));
      else if (star) parts.push(page.element("em", {}, ...inline(emphasis)));
      // A link of a model leads nowhere; its address can be read.
      else parts.push(page.element("span", { class: "link" }, label || "image"), " (" + address + ")");
      from = found.index + whole.length;
    }
    return [...parts, text.slice(from)];
  };

  const table = (lines) => {
    const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
    const row = (line, tag) => page.element("tr", {}, ...cells(line).map((cell) => page.element(tag, {}, ...inline(cell))));
    return page.element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table in an answer" },
      page.element("table", {}, page.element("thead", {}, row(lines[0], "th")),
        page.element("tbody", {}, ...lines.slice(2).map((line) => row(line, "td")))));
  };

  const blocks = (lines, depth) => {
    const made = [];
    let i = 0;
    const take = (wanted) => { const from = i; while (i < lines.length && wanted(lines[i], i > from)) i++; return lines.slice(from, i); };
    while (i < lines.length) {
      const line = lines[i];
      const fence = line.match(/^\s*(`{3,}|~{3,})/);
      const heading = line.match(/^(#{1,6})\s+(.*)/);
      const item = line.match(/^(\s*)([-*+]|\d{1,9}[.)])\s+/);
      if (!line.trim()) i++;
      else if (fence) {
        i++;
        const code = take((one) => !one.trim().startsWith(fence[1]));
        i++;
        made.push(page.element("pre", { tabindex: "0" }, page.element("code", {}, code.join("\n"))));
      } else if (heading) { made.push(page.element("p", { class: "heading" }, ...inline(heading[2]))); i++; }
      else if (/^(\s*[-*_]){3,}\s*$/.test(line)) { made.push(page.element("hr")); i++; }
      else if (line.startsWith(">") && depth < 8) {
        made.push(page.element("blockquote", {}, ...blocks(take((one) => one.startsWith(">")).map((one) => one.replace(/^>\s?/, "")), depth + 1)));
      } else if (item && depth < 8) {
        const ordered = /\d/.test(item[2]);
        const list = page.element(ordered ? "ol" : "ul", ordered ? { start: String(parseInt(item[2], 10)) } : {});
        const begins = (one) => { const own = one.match(/^(\s*)([-*+]|\d{1,9}[.)])\s+/); return own && own[1].length <= item[1].length && /\d/.test(own[2]) === ordered; };
        while (i < lines.length && begins(lines[i])) {
          const width = lines[i].match(/^\s*(?:[-*+]|\d{1,9}[.)])\s+/)[0].length;
          const own = take((one, later) => !later || !begins(one) && (/^\s+\S/.test(one) || one.trim() !== "" && !BLOCK.test(one)));
          list.append(page.element("li", {}, ...blocks([own[0].slice(width), ...own.slice(1).map((one) => one.replace(new RegExp(`^\\s{0,${width}}`), ""))], depth + 1)));
          while (i < lines.length && !lines[i].trim() && begins(lines[i + 1] ?? "")) i++;
        }
        made.push(list);
      } else if (line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/.test(lines[i + 1] ?? "")) made.push(table(take((one) => one.includes("|"))));
      else {
        const paragraph = take((one, later) => !later || one.trim() !== "" && !BLOCK.test(one));
        made.push(page.element("p", {}, ...inline(paragraph.join("\n"))));
      }
    }
    return made;
  };

  const render = (text) => blocks(text.split(/\r?\n/), 0);
  const looksLike = (text) => /(^|\n)(#{1,6} |```|\s*[-*+] \S|\s*\d+[.)] \S|\|.*\|)|\*\*\S/.test(text);
  return { render, looksLike };
})();
