package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed program's launcher, with a stand-in for Java that says what it was started with. */
class PackedLauncherTest {
    private static final String VECTORS = "--add-modules jdk.incubator.vector -XX:CompileCommand=quiet"
            + " -XX:CompileCommand=dontinline,org.counterpoint.engine.vector.Softmax::*"
            + " -XX:CompileCommand=CompileThresholdScaling,org.counterpoint.engine.vector.*::*,0.05";

    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        executable(folder.resolve("home/bin/counterpoint"), Files.readString(Path.of("src/assembly/bin/counterpoint")));
        Files.createDirectories(folder.resolve("home/lib"));
        Files.createFile(folder.resolve("home/lib/classes-17.jsa"));
        executable(
                folder.resolve("java/bin/java"), "#!/bin/sh\necho \"core: ${OPENBLAS_CORETYPE:-none}\"\necho \"$@\"\n");
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17\"\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate --model m --data d --out o",
                "serve --model m",
                "chat --model m --against n",
                "run recipe.yaml",
                "demo",
                "doctor",
                "train dpo --model m",
                "score --model m --data d --out o",
                "collect --data d --model-dir m --out o",
                "judge --candidate a --baseline b --model-dir=m --out o"
            })
    void whateverComputesWithAModelGetsJavasVectors(String command) throws Exception {
        assertThat(started(command)).contains(VECTORS).endsWith("org.counterpoint.app.Main " + command + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model inspect m", "pairs --answers a", "generate --help", "--version"})
    void othersAreSparedTheWarning(String command) throws Exception {
        assertThat(started(command)).doesNotContain(VECTORS).endsWith("org.counterpoint.app.Main " + command + "\n");
    }

    @Test
    void aProcessorOlderThanThisOneIsNotHeeded() throws Exception {
        assumeThat(Files.readString(Path.of("/proc/cpuinfo"))).contains(" avx2 ");
        String words = "OPENBLAS_CORETYPE=Nehalem is an older processor than this one; it is not heeded";
        assertThat(started("--version", Map.of("OPENBLAS_CORETYPE", "Nehalem")))
                .startsWith("counterpoint: " + words + "\n")
                .contains("core: none");
        assertThat(started("--version", Map.of("OPENBLAS_CORETYPE", "SapphireRapids")))
                .doesNotContain("not heeded")
                .contains("core: SapphireRapids");
    }

    private String started(String command) throws Exception {
        return started(command, Map.of());
    }

    private String started(String command, Map<String, String> environment) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(folder.resolve("home/bin/counterpoint").toString()));
        words.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
