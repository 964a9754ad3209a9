package org.counterpoint.store.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, and what is none. */
class HubNameTest {

    @Test
    void aNameHasAnOwnerAndPerhapsARevision() {
        assertThat(HubName.read(HubKind.MODEL, "some-org/Some_Model-1.7B"))
                .contains(new HubName(HubKind.MODEL, "some-org", "Some_Model-1.7B", null));
        assertThat(HubName.read(HubKind.DATASET, "o/n@refs/pr/1"))
                .contains(new HubName(HubKind.DATASET, "o", "n", "refs/pr/1"));
        assertThat(new HubName(HubKind.DATASET, "o", "n", "v1").folder()).isEqualTo("datasets--o--n");
        assertThat(new HubName(HubKind.MODEL, "o", "n", "v1")).hasToString("o/n@v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "/org/name",
                "../name",
                "org/..",
                "org/../name",
                "org/na..me",
                "org/name/more",
                "org//name",
                "org\\name",
                "org/name@",
                "org/name@../x",
                "org/name@/x",
                "org/name@a/../b",
                "org/name@.x",
                "o--x/name",
                "org/na--me",
                "org/name ",
                "org/na me",
                "org/näme",
                ".org/name",
                "org/-name",
                "org/name.",
                "C:/name",
                "org/name@a//b",
                "org/name\n"
            })
    void whatCouldBeAPathIsNone(String text) {
        assertThat(HubName.read(HubKind.MODEL, text)).isEmpty();
    }

    @Test
    void whatIsTooLongIsNone() {
        assertThat(HubName.read(HubKind.MODEL, "o/" + "n".repeat(200))).isEmpty();
        assertThat(HubName.read(HubKind.MODEL, "o/n@" + "n".repeat(201))).isEmpty();
    }
}
