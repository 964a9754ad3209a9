page.rail();
page.tables();
document.querySelectorAll("section.has-answers").forEach(page.answers);
page.keys();
page.charts();
