package org.counterpoint.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials stands alone, so that only this holds it to the house's. */
class BomTest {

    private static final String BOM = "counterpoint-bom";
    private static final List<String> UNPUBLISHED =
            List.of(BOM, "counterpoint-testing", "counterpoint-bench", "counterpoint-examples");

    private static List<String> all(String file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of("..", file)));
        Stream.Builder<String> all = Stream.builder();
        while (found.find()) {
            all.add(found.group(1));
        }
        return all.build().toList();
    }

    @Test
    void everyPublishedRoomIsInIt() throws IOException {
        List<String> rooms = all("pom.xml", "<module>([^<]+)</module>").stream()
                .filter(room -> !UNPUBLISHED.contains(room))
                .toList();
        assertThat(all(
                        BOM + "/pom.xml",
                        "<groupId>org.counterpoint</groupId><artifactId>([^<]+)</artifactId><version>"))
                .containsExactlyInAnyOrderElementsOf(rooms);
        for (String room : UNPUBLISHED) {
            assertThat(all(room + "/pom.xml", "(<maven.deploy.skip>true)"))
                    .as(room)
                    .hasSize(room.equals(BOM) ? 0 : 1);
        }
    }

    @Test
    void itHasTheHousesVersionAndAddresses() throws IOException {
        for (String element : List.of("version", "url", "connection", "organizationUrl")) {
            String pattern = "\n *(<" + element + ">[^<$]+)";
            assertThat(all(BOM + "/pom.xml", pattern).get(0))
                    .isEqualTo(all("pom.xml", pattern).get(0));
        }
    }
}
