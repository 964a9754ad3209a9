package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenNamesTest {
    @ParameterizedTest
    @CsvSource({
        "/d/.my pairs.partial-90314463-71ea-4ed2-8d1f-22cd1c58e886/pairs.jsonl: full, /d/my pairs/pairs.jsonl: full",
        ".a.jsonl.partial-90314463-71ea-4ed2-8d1f-22cd1c58e886/a.jsonl cannot be written, a.jsonl cannot be written",
        "of .o.partial-90314463-71ea-4ed2-8d1f-22cd1c58e886: full, of o: full",
        "/d/.tmp-model-90314463-71ea-4ed2-8d1f-22cd1c58e886/config.json: full, /d/model/config.json: full",
        "/d/.tmp-a.jsonl: full, /d/a.jsonl: full",
        "/d/.hidden/x.tmp-y: full, /d/.hidden/x.tmp-y: full"
    })
    void anOutputHasTheNameThatItWasToHave(String words, String shown) {
        assertThat(HiddenNames.shown(words)).isEqualTo(shown);
    }
}
