package org.counterpoint.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.junit.jupiter.api.Test;

class PriceTableTest {

    @Test
    void pricesAreReadFromYamlAndFromJson() {
        PriceTable yaml = PriceTable.parse("p.yaml", """
                # of a million tokens
                gpt-4o-mini: {in: 0.15, out: 0.6}
                meta-llama/Llama-3.1-8B:
                  in: 0
                  out: 0
                """);
        assertThat(yaml.of("gpt-4o-mini")).isEqualTo(new Price(0.15, 0.6));
        assertThat(yaml.of("meta-llama/Llama-3.1-8B")).isEqualTo(new Price(0, 0));
        PriceTable json = PriceTable.parse("p.json", "{\"gpt-4o-mini\": {\"in\": 0.15, \"out\": 0.6}}");
        assertThat(json.of("gpt-4o-mini")).isEqualTo(new Price(0.15, 0.6));
    }

    @Test
    void aModelWithoutAPriceIsRefused() {
        PriceTable table = PriceTable.parse("p.yaml", "gpt-4o-mini: {in: 0.15, out: 0.6}");
        assertThatThrownBy(() -> table.of("gpt-4o-mino"))
                .isInstanceOf(InputException.class)
                .hasMessage("p.yaml has no price of gpt-4o-mino; did you mean gpt-4o-mini?"
                        + "\nAdd gpt-4o-mino: {in: PRICE, out: PRICE}, of a million tokens each.");
    }

    @Test
    void allFaultsAreSaidAtOnce() {
        assertThatThrownBy(() -> PriceTable.parse("p.yaml", """
                        a: {in: -1, out: 2}
                        b: {in: 1, ouut: 2}
                        c: 3
                        d:
                        """))
                .isInstanceOf(InputException.class)
                .hasMessage("""
                        p.yaml has 5 faults:
                          p.yaml:1:9: a.in must be a number from 0 to 1000000000 (it is -1)
                          p.yaml:2:4: b.out is missing
                          p.yaml:2:12: b.ouut is not known here; did you mean out? (there are: in, out)
                          p.yaml:3:4: c must be a mapping of names to values (it is 3)
                          p.yaml:4:3: d is empty; it must say something""");
        assertThatThrownBy(() -> PriceTable.parse("p.yaml", "{}")).hasMessageContaining("there is no model");
        assertThatThrownBy(() -> PriceTable.read(Path.of("nowhere.yaml"))).hasMessage("nowhere.yaml: no such file");
    }
}
