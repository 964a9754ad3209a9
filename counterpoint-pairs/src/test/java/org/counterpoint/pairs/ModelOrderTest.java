package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.counterpoint.data.InputException;
import org.junit.jupiter.api.Test;

class ModelOrderTest {
    @Test
    void namesStandStrongestFirst() {
        ModelOrder order = new ModelOrder(List.of("gpt4", "chatgpt", "davinci"));
        assertThat(order.models()).containsExactly("gpt4", "chatgpt", "davinci");
        assertThat(order.rank("chatgpt")).isEqualTo(1);
        assertThat(order.rank("other")).isEqualTo(-1);
    }

    @Test
    void anOrderNamesEachModelOnce() {
        assertThatThrownBy(() -> new ModelOrder(List.of("a", "b", "a")))
                .isInstanceOf(InputException.class)
                .hasMessage("--order names a twice; each model has one place.");
        assertThatThrownBy(() -> new ModelOrder(List.of("a", "", "b")))
                .isInstanceOf(InputException.class)
                .hasMessage("--order names no model, or an empty one; give strongest,…,weakest.");
    }

    @Test
    void aModelThatStandsOnOneSideOnlyIsNamed() {
        assertThatThrownBy(() -> new ModelOrder(List.of("a", "b")).requireSame(List.of("a", "c")))
                .isInstanceOf(InputException.class)
                .hasMessage("--order and the answer files do not name the same models.\n"
                        + "  in the files, not in --order: c\n"
                        + "  in --order, not in the files: b\n"
                        + "Correct --order, leave a file out, or give a file's model its name with MODEL=FILE.");
    }
}
