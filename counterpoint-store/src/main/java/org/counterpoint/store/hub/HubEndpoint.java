package org.counterpoint.store.hub;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the hub is and how one comes in.
 *
 * @param base without a slash at its end
 * @param token sent to that server alone; null for none
 */
record HubEndpoint(URI base, @Nullable String token, ProxySelector proxies) {

    private static final String STANDARD = "https://huggingface.co";

    /**
     * From {@code HF_ENDPOINT}, {@code HF_TOKEN} (or the file that logging in with Hugging Face's tools leaves) and the
     * proxies of the environment.
     *
     * @throws HubException where one of them is wrong, or {@code HF_HUB_OFFLINE} forbids the network
     */
    static HubEndpoint of(Map<String, String> environment) {
        if (environment.getOrDefault("HF_HUB_OFFLINE", "").matches("(?i)1|on|yes|true")) {
            throw HubException.wrong("HF_HUB_OFFLINE is set, so nothing is fetched; unset it, or leave --download out");
        }
        return new HubEndpoint(
                base(environment.getOrDefault("HF_ENDPOINT", "")), token(environment), new HubProxy(environment));
    }

    private static URI base(String given) {
        String text = (given.isBlank() ? STANDARD : given.strip()).replaceFirst("/+$", "");
        try {
            URI uri = URI.create(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw HubException.wrong("HF_ENDPOINT is no URL of a hub; write it as " + STANDARD);
    }

    private static @Nullable String token(Map<String, String> environment) {
        String token = environment.getOrDefault("HF_TOKEN", "").strip();
        if (token.isEmpty()) {
            String named = environment.getOrDefault("HF_TOKEN_PATH", "");
            Path file = named.isBlank() ? HubCache.home(environment).resolve("token") : Path.of(named);
            try {
                token = Files.isRegularFile(file) ? Files.readString(file).strip() : "";
            } catch (IOException e) {
                throw HubException.wrong(file + ", which holds the token for the hub, cannot be read; set HF_TOKEN");
            }
        }
        if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw HubException.wrong("the token for the hub (HF_TOKEN) holds characters that a header cannot carry");
        }
        return token.isEmpty() ? null : token;
    }

    /** Where the files of a revision are listed. */
    URI listing(HubName name) {
        return URI.create(base + "/api/" + name.kind().plural() + "/" + name.repository() + "/revision/"
                + encoded(name.revisionOrMain()));
    }

    /** Where a file is asked for. */
    URI file(HubName name, String commit, String path) {
        String escaped = Stream.of(path.split("/")).map(HubEndpoint::encoded).collect(Collectors.joining("/"));
        return URI.create(base + "/" + name.kind().path() + name.repository() + "/resolve/" + commit + "/" + escaped);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether the token may be shown there. */
    boolean isAt(URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getHost().equalsIgnoreCase(uri.getHost())
                && base.getPort() == uri.getPort();
    }
}
