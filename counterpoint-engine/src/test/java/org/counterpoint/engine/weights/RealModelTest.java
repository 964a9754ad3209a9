package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RealModelTest {

    @Test
    void opensSmolLm2() {
        String folder = System.getenv("COUNTERPOINT_SMOLLM2");
        assumeTrue(folder != null, "set COUNTERPOINT_SMOLLM2 to a folder of SmolLM2-135M-Instruct to run this");
        try (ModelFolder model = ModelFolder.open(Path.of(folder))) {
            assertThat(model.config().layers()).isEqualTo(30);
            assertThat(model.config().vocabulary().padToken()).isEqualTo(2);
            assertThat(ModelInspection.of(model).parameters()).isEqualTo(134_515_008);
            model.checkFinite();
        }
    }
}
