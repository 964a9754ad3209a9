package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTimeModelTest {
    @TempDir
    Path folder;

    @Test
    void aRingSendsItsShareTwice() {
        StepTimeModel model = new StepTimeModel(8, 1e9, 10, 1e-3);
        double second = 8e9 * 1514 / 1448; // of a link that sends the gradients once
        assertThat(model.seconds(2, second)).isCloseTo(4 + 1 + 0.02, within(1e-9));
        assertThat(model.seconds(4, second)).isCloseTo(2 + 1.5 + 0.06, within(1e-9));
        assertThat(model.seconds(1, second)).isEqualTo(8);
    }

    @Test
    void largeMatricesAreExchangedByThemselves() throws IOException {
        byte[] header = ("{\"a\":{\"shape\":[256,257]},\"b\":{\"shape\":[256,256]},\"c\":{\"shape\":[9]},"
                        + "\"d\":{\"shape\":[1000,100]},\"__metadata__\":{\"format\":\"pt\"}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        Path file = Files.write(
                folder.resolve("model.safetensors"),
                bytes.putLong(header.length).put(header).array());
        assertThat(LinkComparison.exchanges(file)).isEqualTo(3);
    }
}
