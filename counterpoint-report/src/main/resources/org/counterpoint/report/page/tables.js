// Tables: a heading sorts, a long one is folded until it is asked for.
page.tables = () => {
  const ROWS = 12;
  const value = (row, column) => row.cells[column]?.textContent.trim() ?? "";
  const number = (text) => {
    const found = text.replaceAll(",", "").replace("−", "-").match(/^[^\d+-]?\s*([-+]?\d+(\.\d+)?)/);
    return found ? Number(found[1]) : NaN;
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    if (body.rows.length < 2) return;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const name = head.textContent;
      if (!name) return;
      head.replaceChildren(page.button(name, { class: "sort" }, () => {
        const rows = [...body.rows];
        const numeric = rows.every((row) => value(row, column).length < 2 || !Number.isNaN(number(value(row, column))));
        // Numbers begin with the largest, names with the first.
        const down = head.getAttribute("aria-sort") === (numeric ? null : "ascending") || numeric && head.getAttribute("aria-sort") === "ascending";
        [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const low = (row) => { const n = number(value(row, column)); return Number.isNaN(n) ? -Infinity : n; };
        rows.sort((a, b) => (down ? -1 : 1) * (numeric ? low(a) - low(b) || 0 : value(a, column).localeCompare(value(b, column))));
        body.append(...rows);
        fold(table);
      }));
    });
  };

  const fold = (table) => {
    const folded = table.dataset.folded === "yes";
    [...table.tBodies[0].rows].forEach((row, index) => row.classList.toggle("beyond", folded && index >= ROWS));
  };

  document.querySelectorAll("section.has-table").forEach((section) => {
    const table = section.querySelector("table");
    const rows = table.tBodies[0].rows.length;
    sortable(table);
    if (rows <= ROWS + 3) return;
    table.dataset.folded = "yes";
    fold(table);
    const all = page.button("Show all " + rows + " rows", { class: "all" }, () => {
      table.dataset.folded = "no";
      fold(table);
      all.remove();
    });
    section.querySelector(".scroll").after(all);
  });
};
