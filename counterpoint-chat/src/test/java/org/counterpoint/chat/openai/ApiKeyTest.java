package org.counterpoint.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    @TempDir
    Path folder;

    @Test
    void aKeyIsNeverShown() {
        ApiKey key = ApiKey.fromEnvironment("K", name -> "sk-secret");
        assertThat(key).hasToString("[api key]");
        assertThat(key.redact("it is sk-secret!")).isEqualTo("it is [api key]!");
        assertThat(Endpoint.of("http://h/v1", "m", key, Duration.ofSeconds(1)).toString())
                .doesNotContain("sk-secret");
    }

    @Test
    void aShortKeyMayStandInAnAnswer() {
        ApiKey key = ApiKey.fromEnvironment("K", name -> "EMPTY");
        assertThat(key.redactAnswer("The set is EMPTY.")).isEqualTo("The set is EMPTY.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sk-secret\r\nX-Evil: 1", "sk-secret\nmore", "sk secret", "sk-s\u00e9cret", "sk-secret\u0000"})
    void aKeyThatNoHeaderCanCarryIsRefusedAndNotShown(String value) {
        assertThatThrownBy(() -> ApiKey.fromEnvironment("K", name -> value))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the environment variable K holds no API key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aKeyGivenInPlaceOfItsNameIsNotShown() {
        assertThatThrownBy(() -> ApiKey.fromEnvironment("sk-secret", name -> null))
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ApiKey.fromEnvironment("sk_secret", name -> null))
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ApiKey.fromEnvironment("OPENAI_API_KEY", name -> null))
                .hasMessageContaining("the environment variable OPENAI_API_KEY is not set");
    }

    @Test
    void aFilesLineBreakIsNotPartOfTheKey() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-secret\n");
        assertThat(ApiKey.fromFile(file).header()).isEqualTo("Bearer sk-secret");
        Files.writeString(file, " \n");
        assertThatThrownBy(() -> ApiKey.fromFile(file)).hasMessageContaining("it is empty");
        assertThatThrownBy(() -> ApiKey.fromFile(folder.resolve("none")))
                .hasMessageContaining("cannot be read: NoSuchFileException");
    }

    @Test
    void whatIsNoEndpointIsRefused() {
        for (String url : List.of("localhost:8000", "ftp://h/v1", "http://", "http://a b/")) {
            assertThatThrownBy(() -> endpoint(url)).isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> endpoint("https://me:secret@h/v1")).hasMessageNotContaining("secret");
    }

    @Test
    void theUrlMayEndInManyWays() {
        assertThat(endpoint("http://h:1/v1/").completions()).hasToString("http://h:1/v1/chat/completions");
        assertThat(endpoint("http://h").completions()).hasToString("http://h/chat/completions");
        assertThat(endpoint("http://h/v1/chat/completions").completions()).hasToString("http://h/v1/chat/completions");
        Endpoint query = endpoint("http://h/v1?api-version=7");
        assertThat(query.completions()).hasToString("http://h/v1/chat/completions?api-version=7");
        assertThat(query.shown()).isEqualTo("http://h/v1");
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(retryAfter("retry-after", "7", now)).isEqualTo(Duration.ofSeconds(7));
        assertThat(retryAfter("Retry-After", "0.25", now)).isEqualTo(Duration.ofMillis(250));
        assertThat(retryAfter("retry-after-ms", "90", now)).isEqualTo(Duration.ofMillis(90));
        assertThat(retryAfter("retry-after", "Fri, 02 Jan 2026 03:04:35 GMT", now))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(retryAfter("retry-after", "Fri, 02 Jan 2026 03:04:00 GMT", now))
                .isEqualTo(Duration.ZERO);
        assertThat(retryAfter("retry-after", "-5", now)).isNull();
        assertThat(retryAfter("retry-after", "soon", now)).isNull();
        assertThat(retryAfter("retry-after", "9".repeat(40), now)).isNull();
    }

    private static @Nullable Duration retryAfter(String name, String value, Instant now) {
        return RetryAfter.of(HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true), now);
    }

    private static Endpoint endpoint(String url) {
        return Endpoint.of(url, "m", null, Duration.ofSeconds(1));
    }
}
