package org.counterpoint.data.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.counterpoint.data.InputException;
import org.junit.jupiter.api.Test;

class YamlFieldsTest {

    private static YamlFields fields(String text, YamlFaults faults) {
        return new YamlFields(YamlFile.parse("a.yaml", text, faults), "", faults);
    }

    @Test
    void valuesAreTakenByNameAndType() {
        YamlFaults faults = new YamlFaults();
        YamlFields fields = fields("""
                name: x
                limits: {most: 7, share: 0.5, on: true, round: 3.0}
                none:
                items:
                  - text: |
                      two
                      lines
                """, faults);
        assertThat(fields.requiredText("name")).isEqualTo("x");
        YamlFields limits = fields.mapping("limits");
        assertThat(limits).isNotNull();
        assertThat(limits.whole("most", 1, 10)).isEqualTo(7);
        assertThat(limits.number("share", 0, 1)).isEqualTo(0.5);
        assertThat(limits.truth("on")).isTrue();
        assertThat(limits.whole("absent", 1, 10)).isNull();
        assertThat(limits.whole("round", 1, 10)).as("as in every other setting").isEqualTo(3);
        assertThat(fields.text("none")).isNull();
        assertThat(fields.mappings("items")).hasSize(1);
        assertThat(fields.mappings("items").get(0).text("text")).isEqualTo("two\nlines\n");
        assertThat(limits.end().isEmpty()).isTrue();
        assertThat(fields.end().isEmpty()).isTrue();
    }

    @Test
    void allFaultsAreToldAtOnceWithTheirPlaces() {
        YamlFaults faults = new YamlFaults();
        YamlFields fields = fields("""
                kind: rankin
                limits:
                  most: many
                  shar: 0.5
                limits: 3
                """, faults);
        fields.oneOf("kind", List.of("ranking", "rating"));
        fields.requiredText("name");
        YamlFields limits = fields.mapping("limits");
        assertThat(limits).isNotNull();
        limits.whole("most", 1, 10);
        limits.number("share", 0, 1);
        limits.end();
        fields.end();
        assertThatThrownBy(() -> faults.throwIfAny("a.yaml"))
                .isInstanceOf(InputException.class)
                .hasMessage("""
                a.yaml has 5 faults:
                  a.yaml:1:1: name is missing
                  a.yaml:1:7: kind is rankin; it must be one of ranking, rating; did you mean ranking?
                  a.yaml:3:9: limits.most must be a whole number from 1 to 10 (it is many)
                  a.yaml:4:3: limits.shar is not known here; did you mean share? (there are: most, share)
                  a.yaml:5:1: limits is given twice, first at 2:1""");
    }

    @Test
    void whatIsNoYamlIsToldWithItsPlace() {
        YamlFaults faults = new YamlFaults();
        assertThatThrownBy(() -> fields("a: [1, 2\nb: 3\n", faults))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("a.yaml:2:");
        assertThatThrownBy(() -> fields("- a\n- b\n", faults))
                .isInstanceOf(InputException.class)
                .hasMessage("a.yaml:1:1: the file is a list, not names with values");
        assertThatThrownBy(() -> fields("", faults)).hasMessage("a.yaml is empty");
    }

    @Test
    void anAliasIsAFault() {
        YamlFaults faults = new YamlFaults();
        fields("a: &x 1\nb: *x\n", faults);
        assertThatThrownBy(() -> faults.throwIfAny("a.yaml"))
                .hasMessageContaining("a.yaml:2:4: an alias (*name) is not understood here");
    }
}
