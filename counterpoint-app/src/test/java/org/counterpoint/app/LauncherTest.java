package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clone's launcher, with a stand-in for Maven that makes a program which says what its sources said. */
class LauncherTest {

    private static final String MAVEN = """
        #!/usr/bin/env bash
        set -eu
        echo "built" >>"$BUILDS"
        grep -q broken counterpoint-app/src/main/source && { echo "[ERROR] it is broken"; exit 1; }
        bin=counterpoint-app/target/counterpoint-1/counterpoint-1/bin
        mkdir -p "$bin"
        said="$(cat counterpoint-app/src/main/source) with $(cat third_party/library)"
        printf '#!/usr/bin/env bash\\n[[ ${1:-} == wait ]] && { touch "$2"; while [[ -e $2 ]]; do sleep 0.05; done; }\\n' >"$bin/counterpoint"
        printf 'echo "%s ${0##*/}"\\n' "$said" >>"$bin/counterpoint"
        chmod +x "$bin/counterpoint"
        """;

    @TempDir
    Path folder;

    private Path clone;

    @BeforeEach
    void makeAClone() throws IOException {
        clone = Files.createDirectories(folder.resolve("clone"));
        executable(folder.resolve("bin/mvn"), MAVEN);
        executable(clone.resolve("counterpoint"), Files.readString(Path.of("../counterpoint")));
        Files.createDirectories(clone.resolve("counterpoint-app/src/main"));
        Files.writeString(clone.resolve("pom.xml"), "<project>\n<module>counterpoint-app</module>\n</project>");
        Files.createDirectories(clone.resolve("third_party"));
        Files.writeString(clone.resolve("third_party/library"), "charts");
        write("first");
    }

    @Test
    void buildsOnceForTheSameSourcesAndLeavesTheResultAlone() throws Exception {
        Started first = start();
        assertThat(first.end()).isEqualTo(0);
        assertThat(first.out()).isEqualTo("first with charts counterpoint\n");
        assertThat(first.err()).hasLineCount(1).contains("building");

        Started second = start();
        assertThat(second.end()).isEqualTo(0);
        assertThat(second.out()).isEqualTo("first with charts counterpoint\n");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);

        write("second");
        Started changed = start();
        assertThat(changed.end()).isEqualTo(0);
        assertThat(changed.out()).isEqualTo("second with charts counterpoint\n");
    }

    @Test
    void seesAWriteThatLeavesSizeAndTimeAsTheyWere() throws Exception {
        assertThat(start().end()).isEqualTo(0);
        Path source = clone.resolve("counterpoint-app/src/main/source");
        FileTime time = Files.getLastModifiedTime(source);
        write("other");
        Files.setLastModifiedTime(source, time);
        Started changed = start();
        assertThat(changed.end()).isEqualTo(0);
        assertThat(changed.out()).isEqualTo("other with charts counterpoint\n");
    }

    @Test
    void whatCommandsWriteIntoTheCloneIsNoSource() throws Exception {
        assertThat(start().end()).isEqualTo(0);
        for (String output :
                List.of("counterpoint-demo/run.json", "counterpoint-app/out/groups.jsonl", "pairs.jsonl")) {
            Files.createDirectories(clone.resolve(output).getParent());
            Files.writeString(clone.resolve(output), "made");
            Started after = start();
            assertThat(after.end()).isEqualTo(0);
            assertThat(after.err()).as(output).isEmpty();
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Started one = start();
        Started other = start();
        assertThat(List.of(one.end(), other.end())).containsOnly(0);
        assertThat(one.out()).isEqualTo(other.out());
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void neverRemovesWhatARunningProcessUses() throws Exception {
        Path running = folder.resolve("running");
        Started old = start("wait", running.toString());
        while (!Files.exists(running)) {
            assertThat(old.process.isAlive()).isTrue();
            Thread.sleep(10);
        }
        for (String source : List.of("second", "third", "fourth")) {
            write(source);
            assertThat(start().end()).isEqualTo(0);
        }
        assertThat(programs()).as("the newest two and the running one").isEqualTo(3);
        Files.delete(running);
        assertThat(old.end()).isEqualTo(0);
        assertThat(old.out()).isEqualTo("first with charts counterpoint\n");

        write("fifth");
        assertThat(start().end()).isEqualTo(0);
        assertThat(programs()).isEqualTo(2);
    }

    @Test
    void aFailedBuildSaysWhyAndRunsNothing() throws Exception {
        write("broken");
        Started failed = start();
        assertThat(failed.end()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("the build failed").contains("[ERROR] it is broken");
    }

    private void write(String source) throws IOException {
        Files.writeString(clone.resolve("counterpoint-app/src/main/source"), source);
    }

    private long programs() throws IOException {
        try (var entries = Files.list(clone.resolve("target/launcher"))) {
            return entries.filter(Files::isDirectory).count();
        }
    }

    private long builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }

    private record Started(Process process, Path output, Path errors) {
        int end() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        String out() throws IOException {
            return Files.readString(output);
        }

        String err() throws IOException {
            return Files.readString(errors);
        }
    }

    private Started start(String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "out", "");
        Path errors = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(clone.resolve("counterpoint").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, first) -> first + ":" + path);
        builder.environment().put("BUILDS", folder.resolve("builds").toString());
        return new Started(
                builder.redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start(),
                output,
                errors);
    }

    private static void executable(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
