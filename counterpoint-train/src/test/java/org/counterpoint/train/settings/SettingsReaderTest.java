package org.counterpoint.train.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.Realisation;
import org.counterpoint.train.objective.Dpo;
import org.counterpoint.train.objective.Slic;
import org.counterpoint.train.objective.WithLikelihood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        TrainSettings settings = read("dpo");
        assertThat(settings.objective()).isEqualTo(new Dpo(0.1));
        assertThat(settings.optimizer().learningRate()).isEqualTo(1e-5);
        assertThat(settings.optimizer().schedule()).isEqualTo("linear");
        assertThat(settings.optimizer().warmupRatio()).isEqualTo(0.1);
        assertThat(settings.optimizer().clipNorm()).isEqualTo(1);
        assertThat(settings.optimizer().adamW().beta2()).isEqualTo(0.999);
        assertThat(settings.extent().groupsPerStep()).isEqualTo(16);
        assertThat(settings.extent().epochs()).isEqualTo(1);
        assertThat(settings.data().maxLength()).isEqualTo(1024);
        assertThat(settings.data().pairTypes()).containsExactly("all");
        assertThat(settings.curriculum().kind()).isEqualTo(CurriculumKind.NONE);
        assertThat(read("slic").objective()).isEqualTo(new Slic(1, 1, false));
        assertThat(read("sft").data().sftTarget()).isEqualTo("strongest");
    }

    @Test
    void takesNestedRecipesAndOverrides() {
        TrainSettings settings = SettingsReader.read(
                "dpo",
                Map.of(
                        "beta",
                        0.2,
                        "curriculum",
                        Map.of("kind", "linear", "realisation", "sampled"),
                        "evaluation",
                        Map.of("data", "held.jsonl", "every", 10)),
                List.of("beta=0.5", "curriculum.from=a:c", "pair_types=a:b, a>c", "nll_weight=0.25"));
        assertThat(settings.objective()).isEqualTo(new WithLikelihood(new Dpo(0.5), 0.25));
        assertThat(settings.curriculum().kind()).isEqualTo(CurriculumKind.LINEAR);
        assertThat(settings.curriculum().realisation()).isEqualTo(Realisation.SAMPLED);
        assertThat(settings.curriculum().from()).isEqualTo("a>c");
        assertThat(settings.data().pairTypes()).containsExactly("a>b", "a>c");
        assertThat(settings.evaluation().every()).isEqualTo(10);
    }

    @Test
    void aCurriculumMayBeAName() {
        assertThat(SettingsReader.read("dpo", Map.of("curriculum", "reverse"), List.of())
                        .curriculum()
                        .kind())
                .isEqualTo(CurriculumKind.REVERSE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dpo | label_smoothing=0.1 | dpo does not use label_smoothing; cdpo is dpo with smoothed labels",
                "dpo | gamma=1 | dpo does not use gamma (used by simpo, ppo)",
                "sft | beta=1 | sft does not use beta (used by dpo, cdpo,",
                "dpo | sft_target=a | dpo does not use sft_target (used by sft)",
                "dpo | learning_rat=1 | there is no setting learning_rat; did you mean learning_rate?",
                "dpo | beta=0 | beta must be a number above 0 (it is 0)",
                "dpo | beta=NaN | beta must be a number above 0 (it is NaN)",
                "dpo | beta=1e999999999 | beta must be a number above 0",
                "cdpo | label_smoothing=0.5 | label_smoothing must be a number at least 0 and below 0.5 (it is 0.5)",
                "dpo | warmup_ratio=1.5 | warmup_ratio must be a number from 0 to 1 (it is 1.5)",
                "dpo | groups_per_step=2.5 | groups_per_step must be a whole number, at least 1 (it is 2.5)",
                "dpo | schedule=cosin | schedule must be one of constant, linear, cosine; did you mean cosine? (it is cosin)",
                "dpo | append_eos=yes | append_eos must be true or false (it is yes)",
                "dpo | epochs=2 steps=3 | epochs and steps are both given; give one",
                "dpo | beta=1 beta=2 | beta is given twice",
                "dpo | beta | --set takes path=value, not beta",
                "dpo | curriculum=score | curriculum.kind score needs curriculum.score",
                "dpo | curriculum=linear curriculum.direction=falling | the curriculum linear does not use curriculum.direction",
                "dpo | curriculum=score curriculum.score=x order=file | order and the curriculum score exclude each other",
                "dpo | curriculum=linear curriculum.at=0.2 | the curriculum linear does not use curriculum.at",
                "dpo | curriculum.from=a:b | the curriculum none does not use curriculum.from",
                "dpo | curriculum=mixed curriculum.from=a:b curriculum.to=a>b | are both a>b; they must differ",
                "sft | curriculum=mixed sft_target=a | sft_target is not used under the curriculum mixed",
                "dpo | evaluation.every=3 | evaluation.every needs evaluation.data",
                "dpo | reduce.shards=4 | reduce.shards needs reduce=exact",
                "dpo | shard=all reduce=exact | shard=all adds gradients up layer by layer, and reduce=exact needs all",
                "dpo | shard=all adapter.rank=4 | shard=all is not for an adapter, which is small; shard=optimizer cuts",
                "rloo | shard=all | shard=all is not for rloo: who draws answers needs all weights",
                "dop | beta=1 | no training method is named dop; did you mean dpo?"
            })
    void faultsAreNamed(String method, String settings, String message) {
        assertThatThrownBy(() -> SettingsReader.read(method, Map.of(), List.of(settings.split(" "))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allFaultsComeAtOnce() {
        assertThatThrownBy(() -> SettingsReader.read(
                        "dpo", Map.of("beta", -1, "evaluation", Map.of("dat", "x")), List.of("epochs=no", "gama=2")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("4 settings of dpo are wrong")
                .hasMessageContaining("- beta must be")
                .hasMessageContaining("- there is no setting evaluation.dat; did you mean evaluation.data?")
                .as("what was given on the command line")
                .hasMessageContaining("- --set epochs=no: epochs must be")
                .hasMessageContaining("- --set gama=2: there is no setting gama");
    }

    private static TrainSettings read(String method) {
        return SettingsReader.read(method, Map.of(), List.of());
    }
}
