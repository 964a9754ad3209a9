package org.counterpoint.store.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names as other programs read it ({@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code ALL_PROXY}, {@code NO_PROXY}, in either case); without any, those of the JVM's own properties.
 */
final class HubProxy extends ProxySelector {

    private final Map<String, String> environment;
    private final @Nullable ProxySelector standard;

    /** @throws HubException where a proxy is named in a way that is not known here */
    HubProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.standard = ProxySelector.getDefault();
        List.of("http_proxy", "https_proxy", "all_proxy").forEach(name -> {
            if (!value(name).isEmpty()) {
                address(value(name));
            }
        });
    }

    @Override
    public List<Proxy> select(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String given = value(scheme + "_proxy");
        String proxy = given.isEmpty() ? value("all_proxy") : given;
        if (!proxy.isEmpty() && !isExempt(uri.getHost())) {
            return List.of(new Proxy(Proxy.Type.HTTP, address(proxy)));
        }
        return !proxy.isEmpty() || standard == null ? List.of(Proxy.NO_PROXY) : standard.select(uri);
    }

    private static InetSocketAddress address(String proxy) {
        URI uri;
        try {
            uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        } catch (IllegalArgumentException e) {
            throw HubException.wrong("the proxy that the environment names is no URL; write http://HOST:PORT");
        }
        if (uri.getRawUserInfo() != null) {
            throw HubException.wrong("the proxy that the environment names asks for a password, which is not sent from"
                    + " here; run a proxy without one on this machine, or fetch by other means");
        }
        if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
            throw HubException.wrong("the proxy that the environment names is no http://HOST:PORT, the only kind that"
                    + " is known here");
        }
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    private boolean isExempt(@Nullable String host) {
        for (String rule : value("no_proxy").split(",")) {
            String suffix = rule.strip().replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
            String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
            if (rule.strip().equals("*") || !suffix.isEmpty() && (name.equals(suffix) || name.endsWith("." + suffix))) {
                return true;
            }
        }
        return false;
    }

    private String value(String name) {
        String lower = environment.get(name);
        return (lower == null ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower).strip();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // Said by the request that failed.
    }
}
