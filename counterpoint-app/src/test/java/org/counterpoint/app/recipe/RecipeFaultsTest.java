package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.app.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recipe's author is told; nothing is ever run here. */
class RecipeFaultsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void inputs() throws IOException {
        Files.createDirectory(folder.resolve("base"));
        Files.writeString(folder.resolve("base/config.json"), "{}");
        Files.writeString(folder.resolve("a.jsonl"), "{\"instruction\":\"q\",\"output\":\"x\"}\n");
    }

    @Test
    void allFaultsAreReportedAtOnceWithTheirPlaces() throws IOException {
        faults(
                """
                sead: 1
                defaults:
                  trian: {learning_rate: 1e-3}
                stages:
                  answers: {stage: answers, files: {a: a.jsonl, b: missing.jsonl}}
                  pairs: {stage: pairs, answers: anwsers, order: [a, b]}
                  parts: {stage: splitt, data: pairs, held_out: 4}
                  dpo:
                    stage: train
                    method: dpo
                    model: base
                    data: pairs.grups
                    betta: 0.2
                    max_length: 512k
                    delta: 1
                  heard:
                    stage: generate
                    model: pairs
                    data: pairs
                    held_out: 3
                """,
                "recipe.yaml has 11 faults",
                "recipe.yaml:1:1: a recipe has no sead; did you mean seed?",
                "recipe.yaml:3:3: defaults are given by kind of stage, and there is no kind trian; did you mean train?",
                "recipe.yaml:5:52: files: there is no stage and no file missing.jsonl (looked for "
                        + folder.resolve("missing.jsonl") + ")",
                "recipe.yaml:6:34: answers: there is no stage and no file anwsers; did you mean answers?",
                "recipe.yaml:7:18: there is no kind of stage splitt; did you mean split?",
                "recipe.yaml:12:11: the stage pairs gives no grups; did you mean pairs.groups?",
                "recipe.yaml:13:12: there is no setting betta; did you mean beta?",
                "recipe.yaml:14:17: max_length must be a whole number, at least 2 (it is 512k)",
                "recipe.yaml:15:12: dpo does not use delta (used by slic)",
                "recipe.yaml:18:12: model takes a model folder; pairs is groups, pairs or prompts",
                "recipe.yaml:20:15: there is no setting held_out; there are model, model.base, data");
    }

    @Test
    void modelsOfTheOrderAreHeldAgainstTheAnswersBesideAllOtherFaults() throws IOException {
        Files.writeString(
                folder.resolve("both.jsonl"),
                "{\"instruction\":\"q\",\"output\":\"x\",\"generator\":\"gpt4\"}\n"
                        + "{\"instruction\":\"q\",\"output\":\"y\",\"generator\":\"davinci\"}\n");
        faults(
                """
                stages:
                  answers: {stage: answers, files: [both.jsonl]}
                  pairs: {stage: pairs, answers: answers, order: [gpt4, davincy]}
                  named: {stage: pairs, answers: {a: a.jsonl, b: a.jsonl}, order: [a]}
                  rated: {stage: pairs, answers: answers, order_by: rating, order: [gpt4, davinci]}
                  nobody: {stage: pairs, answers: answers}
                  unread: {stage: pairs, answers: missing.jsonl, order: [x, y]}
                  parts: {stage: split, data: pairs, held_out: none}
                  named_so: {stage: train, method: sft, model: no-org/no-model, data: pairs}
                """,
                "recipe.yaml has 8 faults",
                "3:50: order names davincy, of which there are no answers; did you mean davinci?",
                "3:50: order does not name davinci, of which there are answers; name it, or leave its file out",
                "4:67: order does not name b, of which there are answers; name it, or leave its file out",
                "5:53: order and order_by are given; give one of them",
                "6:3: it must be said who is stronger: give order, order_by or order_from",
                "7:35: answers: there is no stage and no file missing.jsonl",
                "9:48: model: there is no stage and no file no-org/no-model, nor is it in the Hugging Face cache; to fetch"
                        + " it: counterpoint model inspect no-org/no-model --download",
                "8:48: held_out must be a whole number, at least 1 (it is none)");
    }

    @Test
    void aCircleIsShown() throws IOException {
        faults(
                """
                stages:
                  a: {stage: split, data: b.train, held_out: 1}
                  b: {stage: split, data: c.train, held_out: 1}
                  c: {stage: split, data: a.train, held_out: 1}
                  itself: {stage: split, data: itself.train, held_out: 1}
                """,
                "recipe.yaml:5:3: the stages go round in a circle, each taking what the next one makes: itself <-"
                        + " itself",
                "recipe.yaml:2:3: the stages go round in a circle, each taking what the next one makes: a <- b <- c <-"
                        + " a");
    }

    @Test
    void aKeyThatStandsTwiceIsAFault() throws IOException {
        faults(
                """
                stages:
                  parts: {stage: split, data: a.jsonl, held_out: 1, held_out: 2}
                  parts: {stage: split, data: a.jsonl, held_out: 1}
                """,
                "recipe.yaml has 2 faults",
                "recipe.yaml:2:53: held_out is given twice",
                "recipe.yaml:3:3: parts is given twice");
    }

    @Test
    void wrongTypesAreFaults() throws IOException {
        faults(
                """
                seed: soon
                about: [a]
                stages:
                  parts: {stage: split, data: [a.jsonl], held_out: {a: 1}}
                  sft: {stage: train, method: sft, model: a.jsonl, data: base, evaluation: 3, epochs: 1, steps: 2}
                  heard: {stage: generate, model: base, data: a.jsonl, samples: 2, temperature: hot}
                  empty:
                  list: []
                  nameless: {data: a.jsonl}
                """,
                "1:7: seed must be a whole number (it is soon)",
                "2:8: about must be text (it is a list)",
                "4:31: data must be a stage's output or a path (it is a list)",
                "4:52: held_out must be a whole number, at least 1 (it is a mapping)",
                "5:43: " + folder.resolve("a.jsonl") + " is no model folder: it has no config.json",
                "5:58: " + folder.resolve("base") + " is a model's folder (it has a config.json)",
                "5:76: there is no setting evaluation; did you mean evaluation",
                "5:97: epochs and steps are both given; give one",
                "6:81: temperature must be a number",
                "7:3: the stage empty is empty",
                "8:9: the stage list must be a mapping (it is a list)",
                "9:3: nameless does not say what it does: give stage, one of answers, collect, pairs, rate, split,"
                        + " portion, order, score, difficulty,");
    }

    @Test
    void faultsOfArmsAreFoundInEachOfThem() throws IOException {
        faults(
                """
                stages:
                  dpo:
                    stage: train
                    model: base
                    data: a.jsonl
                    arms:
                      method: [dpo, slik]
                      curriculum: [none, {kind: step, at: 2}]
                      seed: 3
                      again: {}
                      twice: {a: {beta: 1}, b: 5}
                """,
                "7:21: no training method is named slik; did you mean slic?",
                "8:43: curriculum.at must be a number from 0 to 1 (it is 2)",
                "9:13: the arms of seed must be a list of values or a mapping of names to settings (it is 3)",
                "10:7: the arms of again are empty",
                "11:32: the arm b must be a mapping of settings (it is 5)");
    }

    @Test
    void aDefaultMayBeForSomeMethodsOnlyButMustBeASetting() throws IOException {
        faults("""
            defaults:
              train: {beta: 0.1, delta: 1, gamma_ray: 2}
            stages:
              sft: {stage: train, method: sft, model: base, data: a.jsonl}
            """, "recipe.yaml has a fault:\n", "2:43: there is no setting gamma_ray");
    }

    @Test
    void armsAreCheckedWhateverIsWrongWithSettings() throws IOException {
        faults("""
            stages:
              sft: {stage: train, method: sft, model: base, data: a.jsonl, epochs: many, arms: {seed: [1, 2]}}
              heard: {stage: generate, model: "sft[seed3]", data: a.jsonl, samples: few}
            """, "3 faults", "2:72: epochs must be", "3:35: sft has no arm seed3", "3:73: samples must be");
    }

    @Test
    void unknownArmsAreFaults() throws IOException {
        faults("""
            stages:
              sft: {stage: train, method: sft, model: base, data: a.jsonl, arms: {seed: [1, 2]}}
              heard: {stage: generate, model: "sft[seed3]", data: a.jsonl}
              dpo: {stage: train, method: dpo, model: sft, data: a.jsonl, arms: {seed: [2, 5]}}
            """, "3:35: sft has no arm seed3; did you mean seed1?", "4:43: no arm of sft has {seed=seed5}");
    }

    @Test
    void overridesAreCheckedAsTheRecipeIs() throws IOException {
        Files.writeString(
                folder.resolve("recipe.yaml"), "stages: {parts: {stage: split, data: a.jsonl, held_out: 1}}\n");
        Shell.Result result = run("--set", "parts.held_uot=2", "--set", "parst.seed=1", "--set", "seed");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("--set seed: write it as path=value")
                .contains("--set parst.seed=1: the recipe has no stage parst; did you mean parts?")
                .contains("--set parts.held_uot=2: there is no setting held_uot; did you mean held_out?");
    }

    @Test
    void whatIsNoRecipeIsRefusedInALine() throws IOException {
        refused("- a\n- b\n", "the file is a list, not names with values");
        refused("a: [1\nb: 2\n", "recipe.yaml:2:");
        refused("", "recipe.yaml is empty");
        refused("stages: {}\n", "the recipe has no stages");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [*a").append(i - 1);
            bomb.append((", *a" + (i - 1)).repeat(8)).append("]\n");
        }
        refused(bomb.toString(), "an alias");
        refused("stages: " + "[".repeat(5000) + "\n", "recipe.yaml");
        Files.write(folder.resolve("recipe.yaml"), new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe});
        assertThat(run().err()).contains("is not UTF-8");
        Files.write(folder.resolve("recipe.yaml"), new byte[5 << 20]);
        assertThat(run().err()).contains("too many for a file of settings");
        Files.delete(folder.resolve("recipe.yaml"));
        assertThat(run().err()).contains("recipe.yaml: no such file");
    }

    private void refused(String recipe, String message) throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), recipe);
        Shell.Result result = run();
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(message).doesNotContain("Exception");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private void faults(String recipe, String... lines) throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), recipe);
        Shell.Result result = run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(lines);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private Shell.Result run(String... more) {
        String[] args = new String[4 + more.length];
        args[0] = "run";
        args[1] = folder.resolve("recipe.yaml").toString();
        args[2] = "--out";
        args[3] = folder.resolve("run").toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return Shell.run(args);
    }
}
