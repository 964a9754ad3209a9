package org.counterpoint.recipe.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.data.forms.RightAnswers;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.run.Backend;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.score.ResponseScorer;
import org.counterpoint.train.score.ScoreChoices;
import org.counterpoint.train.score.ScoreRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rates the answers of some files, in order. Answers are numbered through, whatever form their rows have. */
final class Ratings {
    /** The folder of what is only needed on the way: the answers in one form, and their scores as far as they are. */
    static final String WORK = "work/";

    private final List<AnswerFile> files;
    private final Path work;
    private final Progress progress;
    /** By the answer's number; without those that cannot be rated. */
    private final Map<Long, Double> ratings = new HashMap<>();

    private final Map<Long, String> reasons = new HashMap<>();

    Ratings(List<AnswerFile> files, Path folder, Progress progress) throws IOException {
        this.files = files;
        this.work = Files.createDirectories(folder.resolve(WORK));
        this.progress = progress;
    }

    /** The model's score; what an earlier process scored is not scored again. */
    void byRewardModel(Path model, @Nullable Path base, ScoreChoices choices) throws IOException {
        Backend backend = new EngineBackend(base, choices.weights());
        if (!backend.scoresTexts(model)) {
            throw new InputException(model + " is a language model; a rating needs a reward model, which has one label"
                    + " (docs/reward-models.md)");
        }
        Path plain = work.resolve("answers.jsonl");
        Path scores = work.resolve("scores.jsonl");
        try (JsonLines out = new JsonLines(plain)) {
            each(
                    CountingLedger.discarding(),
                    (number, answer) -> out.write(row(answer).put("id", Long.toString(number))));
        }
        if (!Files.exists(scores)) {
            ResponseScorer.score(
                    backend,
                    new ScoreRequest(model, plain, scores, choices.text(), choices.passes(), false),
                    done -> progress.update(done, -1, "answers"));
        }
        try (BufferedReader lines = Files.newBufferedReader(scores)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = JsonMapper.shared().readTree(line);
                JsonNode response = row.path("responses").path(0);
                long number = Long.parseLong(row.path("id").stringValue());
                if (response.path("score").isNumber()) {
                    ratings.put(number, response.path("score").doubleValue());
                } else {
                    reasons.put(number, response.path("reason").asString("it has no score"));
                }
            }
        }
    }

    /** 1 where an answer is that of the references, spaces at the ends apart, else 0. */
    void byReferences(Path references) {
        RightAnswers right = RightAnswers.read(references, progress);
        each(CountingLedger.discarding(), (number, answer) -> {
            OptionalDouble rating = right.grade(answer.prompt(), answer.text());
            if (rating.isPresent()) {
                ratings.put(number, rating.getAsDouble());
            } else {
                reasons.put(number, "there is no right answer to its prompt in " + references);
            }
        });
    }

    /** Writes the rated answers; those without a rating go to the ledger. Returns how many were rated. */
    long write(Path out, Ledger ledger) throws IOException {
        try (JsonLines lines = new JsonLines(out)) {
            each(ledger, (number, answer) -> {
                Double rating = ratings.get(number);
                if (rating == null) {
                    ledger.add(new LedgerEntry(
                            LedgerEntry.Kind.ANSWER,
                            answer.origin(),
                            answer.id(),
                            Reasons.MISSING_SCORE,
                            reasons.getOrDefault(number, "it could not be read as an answer to be scored")));
                } else {
                    lines.write(row(answer).put("rating", rating));
                }
            });
        }
        if (ratings.isEmpty()) {
            throw new InputException("not one answer could be rated; the ledger says why");
        }
        WholeFolder.delete(work);
        return ratings.size();
    }

    private interface Taker {
        void take(long number, Answer answer);
    }

    private void each(Ledger ledger, Taker taker) {
        long number = 0;
        for (AnswerFile file : files) {
            try (AnswerReader reader = new AnswerReader(file, ledger, progress)) {
                for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                    taker.take(number++, answer);
                }
            }
        }
    }

    private static ObjectNode row(Answer answer) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        if (answer.id() != null) {
            row.put("id", answer.id());
        }
        if (answer.prompt() instanceof Prompt.Plain plain) {
            row.put("prompt", plain.text());
        } else if (answer.prompt() instanceof Prompt.Chat chat) {
            row.set("messages", JsonForms.messages(chat.messages()));
        }
        row.put("model", answer.model()).put("text", answer.text());
        if (answer.finish() != null) {
            row.put("finish", answer.finish());
        }
        if (answer.sample() > 0) {
            row.put("sample", answer.sample());
        }
        return row;
    }
}
