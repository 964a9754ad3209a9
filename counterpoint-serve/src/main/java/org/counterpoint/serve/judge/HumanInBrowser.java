package org.counterpoint.serve.judge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.answer.judge.Person;
import org.counterpoint.answer.judge.ShownPair;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Respondent;
import org.counterpoint.data.InputException;
import org.counterpoint.report.PageParts;
import org.counterpoint.serve.page.PageError;
import org.counterpoint.serve.page.PageServer;
import org.counterpoint.serve.page.Route;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person at a page of this machine's own, who reads two answers and presses 1, 2 or 0. */
public final class HumanInBrowser implements Respondent {
    private static final int LONGEST_COMMENT = 10_000;

    private final OpenQuestion question = new OpenQuestion();
    private final PageServer server;

    private HumanInBrowser(int port) {
        this.server = PageServer.open(
                port,
                Map.of(
                        "", Route.Asset.page(Route.own(HumanInBrowser.class, "judge.html")),
                        "judge.css",
                                Route.Asset.style(List.of(
                                        PageParts.read("page/base.css"), Route.own(HumanInBrowser.class, "judge.css"))),
                        "judge.js", Route.Asset.script(List.of(Route.own(HumanInBrowser.class, "judge.js"))),
                        "question", new Route.Events(question::next),
                        "verdict", new Route.Post(this::verdict)));
    }

    /**
     * @param port 0 for any that is free
     * @throws InputException where the port is taken
     */
    public static HumanInBrowser open(int port) {
        return new HumanInBrowser(port);
    }

    /** The page's address; whoever knows it may answer. */
    public String url() {
        return server.url();
    }

    @Override
    public Optional<ChatReply> reply(ChatRequest request, Standing standing)
            throws ChatException, InterruptedException {
        long startedAt = System.nanoTime();
        OpenQuestion.Press press = question.ask(ShownPair.of(request), standing);
        return switch (press.key()) {
            case Person.LEAVE -> throw Person.left();
            case Person.BACK -> Optional.empty();
            default -> Optional.of(Person.reply(press.key(), press.comment(), startedAt));
        };
    }

    @Override
    public boolean finished(int of) throws ChatException, InterruptedException {
        OpenQuestion.Press press = question.ask(null, new Standing(of, of, null));
        if (press.key().equals(Person.LEAVE)) {
            throw Person.left();
        }
        return press.key().equals(Person.FINISH);
    }

    private JsonNode verdict(JsonNode given) throws PageError {
        String comment = given.path("comment").asString("");
        if (comment.length() > LONGEST_COMMENT) {
            throw new PageError(413, "a comment has up to " + LONGEST_COMMENT + " characters");
        }
        OpenQuestion.Press press = new OpenQuestion.Press(given.path("key").asString(""), comment);
        if (!question.answer(given.path("number").asLong(-1), press)) {
            throw new PageError(409, "another question waits by now");
        }
        return JsonMapper.shared().createObjectNode().put("taken", true);
    }

    @Override
    public void close() {
        server.close();
    }
}
