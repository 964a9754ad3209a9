package org.counterpoint.recipe.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Values;
import org.junit.jupiter.api.Test;

class SchemaFormTest {
    private record Told(long rows, String name, List<String> files) {}

    private static final SchemaForm<Told> FORM = SchemaForm.of(
            new Schema<Told>(
                            List.of(
                                    Setting.whole("rows", 1, 7L, "how many"),
                                    Setting.text("name", "n", "a name"),
                                    Setting.list("files", new SettingType.Paths(), "some files")),
                            values -> new Told(values.whole("rows"), values.text("name"), values.texts("files")))
                    .with((given, faults) -> {
                        if (given.has("name") && !given.has("files")) {
                            faults.accept("name", "name needs files");
                        }
                    }),
            Field.input("data", Field.Arity.ONE, "what it is of", Content.ROWS),
            Field.optionalInput("files", Field.Arity.SEVERAL, "some files", Content.ROWS));

    private static Given given(String yaml) {
        YamlNode.Mapping root = YamlFile.parse("r.yaml", yaml, new YamlFaults());
        Map<String, YamlNode> values = new LinkedHashMap<>();
        root.entries().forEach((name, entry) -> values.put(name, entry.value()));
        return new Given("stage", new YamlPlace("r.yaml", Path.of(""), 1, 1), values);
    }

    private static Values read(SchemaForm<Told> form, String yaml, String... faults) {
        YamlFaults found = new YamlFaults();
        Values values = form.read(given(yaml), found);
        assertThat(found.lines()).containsExactly(faults);
        return values;
    }

    @Test
    void anArtifactIsKnownByWhatItsKindHasAlwaysBeenKnownBy() {
        String yaml = "data: a\nrows: 3\n";
        assertThat(read(FORM, yaml).all()).containsExactly(Map.entry("rows", 3L), Map.entry("name", "n"));
        assertThat(read(FORM.knownBy(Known.NAMES), yaml).all())
                .hasSize(2)
                .containsEntry("rows", 3L)
                .containsEntry("name", null);
        assertThat(read(FORM.knownBy(Known.NAMES.butFor("name", "rows")), yaml).all())
                .containsExactly(Map.entry("rows", 3L));
        assertThat(read(FORM.knownBy(Known.GIVEN), yaml).all()).containsExactly(Map.entry("rows", 3L));
    }

    @Test
    void everyFaultIsToldOnceAtItsPlace() {
        read(
                FORM.requiring("name"),
                "rows: [1]\nrwos: 2\n",
                "r.yaml:1:1: stage needs data: what it is of",
                "r.yaml:1:1: stage needs name: a name",
                "r.yaml:1:7: rows must be a whole number, at least 1 (it is a list)",
                "r.yaml:2:7: there is no setting rwos; did you mean rows?");
        read(FORM, "data: a\nname: b\n", "r.yaml:2:7: name needs files");
        read(FORM, "data: a\nname: b\nfiles: [c]\n");
    }

    @Test
    void inputsStandForTheSettingsOfTheirNames() {
        Values known = read(FORM, "data: a\nname: b\nfiles: [x, y]\n");
        assertThat(known.all()).doesNotContainKey("files");
        List<InputFile> files = List.of(file("x"), file("y"));
        assertThat(FORM.choices(known, Map.of("files", files, "data", List.of(file("a")))))
                .isEqualTo(new Told(7, "b", List.of("x", "y")));
    }

    private static InputFile file(String path) {
        return new InputFile(null, Path.of(path), null, Map.of());
    }
}
