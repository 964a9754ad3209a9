addEventListener("keydown", (event) => {
  if (event.key === "/" && !["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement.tagName)) {
    event.preventDefault();
    board.find("search").focus();
  }
});
board.ask("about").then((about) => { board.control = about.control; board.changed(); });
board.listen();
