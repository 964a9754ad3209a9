package org.counterpoint.answer.judge;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;

/**
 * Lets pass only what a person at this machine asks for: the page is bound to the loopback address, and a page of
 * somebody else's in the same browser can neither read it (another Origin) nor reach it under a name of its own (another
 * Host).
 */
record LocalOnly(int port) {

    boolean lets(HttpExchange exchange) {
        List<String> hosts = List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        String host = exchange.getRequestHeaders().getFirst("Host");
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        boolean known = host != null && hosts.contains(host);
        boolean own = origin == null || hosts.stream().anyMatch(name -> origin.equals("http://" + name));
        return known && own && exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    }
}
