package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecodingSpeedTest {

    @Test
    void readsWhatLlamaSays() {
        String line =
                "{\"n_threads\": 2, \"pp\": 128, \"tg\": 32, \"pl\": 8, \"t_pp\": 1.5, \"speed_pp\": 682.5, \"speed_tg\": 400.25}";
        assertThat(DecodingSpeed.ofLlama(line)).isEqualTo(new DecodingSpeed(8, 682.5, 400.25));
    }

    @Test
    void theRatioIsTheMedianOfTheRounds() {
        List<DecodingSpeed> ours = List.of(speed(30), speed(10), speed(80));
        List<DecodingSpeed> theirs = List.of(speed(10), speed(10), speed(40));
        assertThat(DecodingSpeed.ratio(ours, theirs, DecodingSpeed::generated)).isEqualTo(2);
    }

    private static DecodingSpeed speed(double generated) {
        return new DecodingSpeed(1, 1, generated);
    }
}
