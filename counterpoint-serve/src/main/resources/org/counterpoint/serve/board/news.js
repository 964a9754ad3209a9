// What the board tells of runs, as it happens.
board.listen = () => {
  const said = board.find("connection");
  const source = new EventSource("news");
  source.onmessage = (event) => {
    const news = JSON.parse(event.data);
    if (news.whole) board.runs.clear();
    news.runs.forEach((run) => board.runs.set(run.id, run));
    news.gone.forEach((id) => board.runs.delete(id));
    if (news.load) board.load(news.load);
    said.classList.toggle("lost", Boolean(news.fault));
    board.say(said, news.fault ? "The runs cannot be looked at: " + page.visible(news.fault)
      : news.most ? `More than ${news.most} runs lie here; give folders that hold fewer.` : "Live");
    board.changed();
  };
  source.onerror = () => {
    said.classList.add("lost");
    board.say(said, "Not connected: the command has ended, or it does not answer. What is shown stands still.");
  };
};
