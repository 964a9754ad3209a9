package org.counterpoint.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other people's work is carried unchanged and can be put between script tags as it is. */
class ThirdPartyTest {

    @Test
    void filesAreThoseOfTheirPackages() throws IOException, NoSuchAlgorithmException {
        List<String> sums =
                new String(bytes("SHA256SUMS"), StandardCharsets.UTF_8).lines().toList();
        assertThat(sums).hasSize(7);
        for (String line : sums) {
            String[] sumAndName = line.split(" +", 2);
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes(sumAndName[1]));
            assertThat(HexFormat.of().formatHex(sum)).as(sumAndName[1]).isEqualTo(sumAndName[0]);
        }
    }

    @Test
    void noScriptEndsItsOwnElement() {
        for (PageAsset asset : PageAsset.values()) {
            assertThat(asset.content())
                    .as(asset.name())
                    .doesNotContainIgnoringCase("</script")
                    .doesNotContain("<!--");
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = ThirdPartyTest.class.getResourceAsStream("third_party/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
