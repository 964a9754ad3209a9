// How busy this machine is.
board.load = (load) => {
  const parts = [
    ...(load.cpu === undefined ? [] : [["Processors", `${Math.round(load.cpu * 100)} % of ${load.cores}`]]),
    ["Memory", `${board.size(load.memory - load.memory_free)} of ${board.size(load.memory)}`],
    ...(load.disk === undefined ? [] : [["Disk", `${board.size(load.disk_free)} free`]]),
  ];
  board.find("load").replaceChildren(...parts.map(([name, value]) => page.element("li", {},
    page.element("span", { class: "name" }, name), page.element("strong", {}, value))));
};
