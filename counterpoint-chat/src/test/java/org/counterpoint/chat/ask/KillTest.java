package org.counterpoint.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.counterpoint.chat.Asked;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.chat.openai.OpenAiChatModel;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process, as the system does when memory runs out. */
class KillTest {

    private static final int QUESTIONS = 60;

    @TempDir
    Path folder;

    @Test
    void whatWasToldIsNeverAskedAgain() throws Exception {
        Path out = folder.resolve("out.jsonl");
        try (FakeServer server = FakeServer.start(question -> answer -> {
            Thread.sleep(20);
            FakeServer.text(question.text()).write(answer);
        })) {
            Set<String> told = askAndKill(server, out);
            int before = server.questions().size();
            assertThat(before).isLessThan(QUESTIONS);

            AskingSummary summary = goOn(server, out);
            assertThat(summary.answered()).isEqualTo(QUESTIONS);
            assertThat(summary.fromJournal()).isGreaterThanOrEqualTo(told.size());
            List<String> asked =
                    server.questions().stream().map(FakeServer.Question::text).toList();
            assertThat(asked.subList(before, asked.size())).doesNotContainAnyElementsOf(told);
            assertThat(asked.size() - QUESTIONS).as("asked twice").isBetween(0, KilledAsker.LIMITS.concurrency());
        }
    }

    /** What the process said is answered before it was killed. */
    private Set<String> askAndKill(FakeServer server, Path out) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledAsker.class.getName(),
                        server.url(),
                        out.toString(),
                        "" + QUESTIONS)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> told = new HashSet<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(line);
                if (told.size() == 8) {
                    process.toHandle().destroyForcibly(); // As Process does it, its output would be lost.
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(137);
        return told;
    }

    private static AskingSummary goOn(FakeServer server, Path out) throws InterruptedException {
        Endpoint endpoint = Endpoint.of(server.url(), "m", null, Duration.ofSeconds(30));
        List<String> ids = new ArrayList<>();
        try (AnswerJournal journal = AnswerJournal.open(out, KilledAsker.IDENTITY, false);
                OpenAiChatModel model = new OpenAiChatModel(endpoint)) {
            AskingSummary summary = new DurableAsker(model, journal, KilledAsker.LIMITS, Budget.NONE, soFar -> {})
                    .ask(
                            Asked.questions(QUESTIONS).iterator(),
                            outcome -> ids.add(outcome.request().id()));
            assertThat(ids)
                    .isEqualTo(Asked.questions(QUESTIONS).map(ChatRequest::id).toList());
            return summary;
        }
    }
}
