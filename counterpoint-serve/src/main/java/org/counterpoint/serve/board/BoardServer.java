package org.counterpoint.serve.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.report.PageParts;
import org.counterpoint.serve.page.PageError;
import org.counterpoint.serve.page.PageServer;
import org.counterpoint.serve.page.Query;
import org.counterpoint.serve.page.Route;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs below some folders on a page of this machine's own, as they go. */
public final class BoardServer implements AutoCloseable {
    private static final int MOST_POINTS = 4000;
    private static final int USUAL_POINTS = 600;
    private static final int MOST_SMOOTHING = 50;
    private static final List<String> SCRIPTS = List.of(
            "words.js",
            "news.js",
            "load.js",
            "list.js",
            "panel.js",
            "curves.js",
            "samples.js",
            "run.js",
            "versus.js",
            "start.js");

    private final Catalogue catalogue;
    private final RunDetails details = new RunDetails();
    private final RunControl control = new RunControl();
    private final boolean controls;
    private final PageServer server;

    private BoardServer(BoardSettings settings) {
        this.catalogue = new Catalogue(settings.folders());
        this.controls = settings.control();
        this.server = PageServer.open(settings.port(), routes());
    }

    /** @throws org.counterpoint.data.InputException where the port is taken */
    public static BoardServer open(BoardSettings settings) {
        BoardServer board = new BoardServer(settings);
        board.catalogue.start();
        return board;
    }

    /** The page's address; whoever knows it may see the page. */
    public String url() {
        return server.url();
    }

    private Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("", Route.Asset.page(own("board.html")));
        routes.put(
                "board.css",
                Route.Asset.style(List.of(
                        PageParts.read("third_party/uplot/uPlot.min.css"),
                        PageParts.read("page/base.css"),
                        PageParts.read("page/glance.css"),
                        PageParts.read("page/chapters.css"),
                        PageParts.read("page/answers.css"),
                        own("board.css"))));
        routes.put("draw.js", Route.Asset.script(List.of(PageParts.read("third_party/uplot/uPlot.iife.min.js"))));
        routes.put(
                "board.js",
                Route.Asset.script(Stream.concat(
                                Route.shared("dom.js", "tooltip.js", "legend.js").stream(),
                                SCRIPTS.stream().map(BoardServer::own))
                        .toList()));
        routes.put("news", new Route.Events(catalogue::next));
        routes.put("about", new Route.Get(query -> about()));
        routes.put("curves", new Route.Get(query -> details.curves(run(query.text("run")), wish(query))));
        routes.put("run", new Route.Get(query -> described(run(query.text("run")))));
        if (controls) {
            routes.put("stop", new Route.Post(this::stop));
            routes.put("go-on", new Route.Post(this::goOn));
        }
        return routes;
    }

    private static String own(String name) {
        return Route.own(BoardServer.class, name);
    }

    private ObjectNode about() {
        return JsonMapper.shared().createObjectNode().put("control", controls);
    }

    private FoundRun run(String id) throws PageError {
        FoundRun run = catalogue.run(id);
        if (run == null) {
            throw new PageError(404, "this run is there no more");
        }
        return run;
    }

    private static CurveFile.Wish wish(Query query) throws PageError {
        return new CurveFile.Wish(
                query.text("x").equals("minutes"),
                query.whole("smooth", 0, MOST_SMOOTHING, 0) / 100.0,
                query.whole("points", 16, MOST_POINTS, USUAL_POINTS),
                query.text("part").equals("all"));
    }

    private ObjectNode described(FoundRun run) {
        return details.of(run).put("can_go_on", controls && control.knows(run.id()));
    }

    private JsonNode stop(JsonNode request) throws PageError {
        control.stop(alone(request));
        return JsonMapper.shared().createObjectNode().put("told", true);
    }

    private JsonNode goOn(JsonNode request) throws PageError {
        try {
            control.goOn(alone(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PageError(503, "the board is closing");
        }
        return JsonMapper.shared().createObjectNode().put("told", true);
    }

    private FoundRun alone(JsonNode request) throws PageError {
        FoundRun run = run(request.path("run").asString(""));
        if (run.recipe() != null) {
            throw new PageError(409, "a stage of a recipe is stopped with its recipe");
        }
        return run;
    }

    @Override
    public void close() {
        catalogue.close();
        server.close();
    }
}
