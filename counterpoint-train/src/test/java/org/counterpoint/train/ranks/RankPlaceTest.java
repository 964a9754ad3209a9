package org.counterpoint.train.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.train.ranks.RankPlace.Here;
import org.junit.jupiter.api.Test;

class RankPlaceTest {
    private static final Map<String, String> WHOLE =
            Map.of("RANK", "1", "WORLD_SIZE", "4", "LOCAL_RANK", "1", "MASTER_ADDR", "node0", "MASTER_PORT", "29500");

    @Test
    void isWhatALauncherSays() {
        assertThat(RankPlace.of(Map.of("MASTER_ADDR", "node0", "LOCAL_RANK", "0")))
                .isEmpty();
        assertThat(RankPlace.of(WHOLE)).contains(new RankPlace(1, 4, new Here(1, 0), "node0", 29500, false));
        assertThat(RankPlace.of(with("LOCAL_WORLD_SIZE", "2")))
                .contains(new RankPlace(1, 4, new Here(1, 2), "node0", 29500, false));
        assertThat(RankPlace.of(with("TORCHELASTIC_USE_AGENT_STORE", "True")))
                .contains(new RankPlace(1, 4, new Here(1, 0), "node0", 29500, true));
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> RankPlace.of(Map.of("WORLD_SIZE", "2", "MASTER_ADDR", " ")))
                .isInstanceOf(InputException.class)
                .hasMessage("the environment names a rank, but not RANK, MASTER_ADDR, MASTER_PORT\n"
                        + "  a launcher sets RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT; unset RANK and WORLD_SIZE to"
                        + " work with this process alone");
        assertThatThrownBy(() -> RankPlace.of(with("RANK", "4")))
                .isInstanceOf(InputException.class)
                .hasMessage("RANK 4 is not below WORLD_SIZE 4\n  ranks are numbered from 0");
        assertThatThrownBy(() -> RankPlace.of(with("RANK", "-1")))
                .hasMessage("RANK is '-1' in the environment; it is a number from 0 to 4096");
        assertThatThrownBy(() -> RankPlace.of(with("LOCAL_WORLD_SIZE", "1")))
                .hasMessage("LOCAL_RANK 1 is not below LOCAL_WORLD_SIZE 1\n  ranks are numbered from 0");
        assertThatThrownBy(() -> RankPlace.of(with("MASTER_PORT", "70000")))
                .hasMessage("MASTER_PORT is '70000' in the environment; it is a number from 1 to 65535");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(WHOLE);
        environment.put(name, value);
        return environment;
    }
}
