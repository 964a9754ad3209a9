package org.counterpoint.serve.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.counterpoint.report.PageParts;
import tools.jackson.databind.JsonNode;

/** What lies at one of a page server's addresses. */
public sealed interface Route {

    /** A part of the page itself. */
    record Asset(String type, String content) implements Route {

        /** @param scripts one after the other */
        public static Asset script(List<String> scripts) {
            return new Asset("text/javascript", String.join("\n", scripts));
        }

        public static Asset style(List<String> styles) {
            return new Asset("text/css", String.join("\n", styles));
        }

        public static Asset page(String html) {
            return new Asset("text/html", html);
        }
    }

    /** Something to know. */
    record Get(Answer answer) implements Route {}

    /** Something to do; asked for in JSON, which no form of another site can send. */
    record Post(Act act) implements Route {}

    /** What goes on, as it goes on, by server-sent events. */
    record Events(Feed feed) implements Route {}

    @FunctionalInterface
    interface Answer {
        JsonNode to(Query query) throws PageError;
    }

    @FunctionalInterface
    interface Act {
        JsonNode on(JsonNode request) throws PageError;
    }

    /** Tells what is new. Safe for several threads. */
    @FunctionalInterface
    interface Feed {

        /**
         * Waits for something new.
         *
         * @param seen the revision of what was told last; {@link News#NOTHING} where everything is to be told
         * @return empty where nothing came within the time
         */
        Optional<News> next(long seen, Duration atMost) throws InterruptedException;
    }

    /** @param revision grows with each change */
    record News(long revision, JsonNode data) {
        public static final long NOTHING = -1;
    }

    /** The text of a file that lies beside a class. */
    static String own(Class<?> near, String name) {
        try (InputStream in = near.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its own file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parts that all pages share, by their names under {@code page/}. */
    static List<String> shared(String... names) {
        return Arrays.stream(names).map(name -> PageParts.read("page/" + name)).collect(Collectors.toList());
    }
}
