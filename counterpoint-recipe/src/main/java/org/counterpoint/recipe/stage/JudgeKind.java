package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.counterpoint.answer.judge.ComputedJudge;
import org.counterpoint.answer.judge.JudgeChoices;
import org.counterpoint.answer.judge.JudgeWork;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.console.FailedWork;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.InputException;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.Order;
import org.counterpoint.eval.judge.file.ShippedJudges;
import org.counterpoint.eval.judge.job.JudgeSummary;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.jspecify.annotations.Nullable;

/** Which of two models' answers are better: what the command {@code judge} does. */
public record JudgeKind() implements StageKind<AskingChoices<JudgeChoices>> {
    private static final String JUDGE = JudgeChoices.JUDGE;
    private static final String JUDGE_FILE = "judge_file";
    private static final String MODEL_DIR = JudgeChoices.MODEL_DIR;
    private static final String REFERENCES = JudgeChoices.REFERENCES;

    /** Of instruction, two answers and the judge's own words, in tokens; a guess. */
    private static final int ASKED_BESIDE_ANSWERS = 200;

    private static final StageForm<AskingChoices<JudgeChoices>> FORM = new ServerForm<>(SchemaForm.of(
                    AskingChoices.schema(JudgeChoices.SCHEMA
                            .without(JudgeChoices.BASE)
                            .with(Setting.word(JUDGE, judges(), null, "a judge that ships, exact, reward or length"))),
                    Field.input("candidate", Field.Arity.ONE, "answers of the model in question", Content.ANSWERS),
                    Field.input("baseline", Field.Arity.ONE, "answers that they are compared with", Content.ANSWERS),
                    Field.optionalInput(JUDGE_FILE, Field.Arity.ONE, "a judge of your own, in its place", Content.TEXT),
                    input(JudgeChoices.TEMPLATE, Content.TEXT),
                    input(REFERENCES, Content.ANSWERS),
                    input(MODEL_DIR, Content.MODEL),
                    AdapterInput.base(MODEL_DIR))
            .with(JudgeKind::check));

    private static Field.Input input(String name, Content content) {
        String meaning =
                Objects.requireNonNull(JudgeChoices.SCHEMA.settings().get(name)).meaning();
        return Field.optionalInput(name, Field.Arity.ONE, meaning, content);
    }

    /** A person cannot be part of a recipe: nobody sits there at night. */
    private static List<String> judges() {
        List<String> names = new ArrayList<>(ShippedJudges.names());
        names.remove(ShippedJudges.HUMAN);
        Stream.of(ComputedJudge.values()).map(ComputedJudge::wireName).forEach(names::add);
        return names;
    }

    private static void check(Given given, YamlFaults faults) {
        boolean named = given.get(JUDGE) != null;
        if (named == (given.get(JUDGE_FILE) != null)) {
            faults.add(
                    given.placeOf(JUDGE_FILE),
                    given.stage()
                            + (named
                                    ? " names two judges; give judge or judge_file"
                                    : " names no judge: give judge, one of " + String.join(", ", judges())
                                            + ", or judge_file"));
        }
        String judge = read(given.text(JUDGE));
        if (judge != null) {
            references(judge, given, faults);
        }
        ComputedJudge computed =
                judge == null ? null : ComputedJudge.find(judge).orElse(null);
        if (computed == ComputedJudge.REWARD) {
            rewarded(given, faults);
        } else if (computed == null) {
            answerer(given, faults);
        }
    }

    /** The judge's name as it is known; null where there is none of it. */
    private static @Nullable String read(@Nullable String judge) {
        try {
            return judge == null ? null : new SettingType.Word(judges()).read(judge);
        } catch (IllegalArgumentException e) {
            return null; // told where the setting is read
        }
    }

    @Override
    public String name() {
        return "judge";
    }

    @Override
    public String meaning() {
        return "verdicts on which of two models' answers are better";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<AskingChoices<JudgeChoices>> form() {
        return FORM;
    }

    @Override
    public String canonical(String field) {
        return AdapterInput.canonical(field);
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("annotations", new Output(Content.VERDICTS, "annotations.json"));
    }

    @Override
    public Set<String> incidental() {
        return ServerForm.INCIDENTAL;
    }

    @Override
    public void ready(AskingChoices<JudgeChoices> told) {
        told.choices().server().key();
    }

    private static void references(String name, Given given, YamlFaults faults) {
        boolean needed = ComputedJudge.find(name)
                .map(computed -> computed == ComputedJudge.EXACT)
                .orElseGet(() -> ShippedJudges.find(name).needsReference());
        if (needed && given.get(REFERENCES) == null) {
            faults.add(given.placeOf(JUDGE), "the judge " + name + " needs references: answers known to be good");
        }
    }

    private static void rewarded(Given given, YamlFaults faults) {
        if (given.get(MODEL_DIR) == null || given.get(ServerChoices.ENDPOINT) != null) {
            faults.add(
                    given.placeOf(JUDGE),
                    "the judge reward needs model_dir, the folder of a reward model, and no endpoint");
        }
    }

    private static void answerer(Given given, YamlFaults faults) {
        boolean server = given.get(ServerChoices.ENDPOINT) != null || given.get(ServerChoices.MODEL) != null;
        boolean folder = given.get(MODEL_DIR) != null;
        boolean whole = given.get(ServerChoices.ENDPOINT) != null && given.get(ServerChoices.MODEL) != null;
        if (server == folder || server && !whole) {
            faults.add(
                    given.place(),
                    given.stage()
                            + (server && folder
                                    ? " names a server and a model_dir; give one of them"
                                    : " needs somebody who judges: give endpoint and model, or model_dir"));
        }
    }

    @Override
    public Forecast forecast(Expected<AskingChoices<JudgeChoices>> expected) {
        Size candidate = expected.input("candidate");
        Size baseline = expected.input("baseline");
        long judged = Math.min(candidate.rows(), baseline.rows());
        Map<String, Size> outputs = Map.of("annotations", Size.of(judged, 0));
        JudgeChoices told = expected.choices().choices();
        String name = told.judge();
        ComputedJudge computed = name == null ? null : ComputedJudge.find(name).orElse(null);
        if (computed == ComputedJudge.EXACT || computed == ComputedJudge.LENGTH) {
            return Forecast.rows(outputs, judged, 10_000);
        }
        double parameters = expected.input(MODEL_DIR).parameters();
        if (computed == ComputedJudge.REWARD) {
            long read = candidate.tokens() + baseline.tokens();
            return Forecast.computed(outputs, read, 2 * parameters * read, 0);
        }
        Judge judge = name == null ? null : ShippedJudges.find(name);
        boolean both = told.order() == Order.BOTH;
        long questions = (both ? 2 : 1) * judged;
        long asked = (both ? 2 : 1) * (candidate.tokens() + baseline.tokens()) + questions * ASKED_BESIDE_ANSWERS;
        long answered = questions * (judge == null ? 100 : judge.parameters().maxTokens());
        return parameters == 0
                ? ServerForm.forecast(told.server(), outputs, questions, asked, answered)
                : Forecast.computed(outputs, asked + answered, 2 * parameters * asked, answered * parameters);
    }

    @Override
    public void run(StageRun<AskingChoices<JudgeChoices>> run) throws IOException {
        InputFile own = run.optionalInput(JUDGE_FILE);
        JudgeChoices choices = run.choices().choices().withBase(AdapterInput.of(run, MODEL_DIR));
        JudgeWork.Settings settings = new JudgeWork.Settings(
                own == null
                        ? Objects.requireNonNull(choices.judge())
                        : own.path().toString(),
                answers(run, "candidate"),
                answers(run, "baseline"),
                choices.order(),
                choices.template(),
                choices.references(),
                run.folder(),
                false);
        Optional<JudgeSummary> summary;
        try (ProgressDisplay display = run.display()) {
            summary = OpenQuestions.interruptibly(run, () -> JudgeWork.run(settings, choices.answering(), display));
        }
        if (summary.isPresent()) {
            tell(run, summary.get());
        }
    }

    private static AnswerFile answers(StageRun<AskingChoices<JudgeChoices>> run, String field) throws IOException {
        List<AnswerFile> files = AnswerIndex.files(run.input(field));
        if (files.size() != 1) {
            throw new InputException(field + " of " + run.name() + " is a list of " + files.size()
                    + " files; a judge compares one model's answers with another's");
        }
        return files.get(0);
    }

    private static void tell(StageRun<AskingChoices<JudgeChoices>> run, JudgeSummary summary) {
        JudgeSummary.Results results = summary.results();
        run.console()
                .note("  " + summary.joined().comparisons() + " comparisons: candidate better "
                        + results.candidateWins() + ", baseline better " + results.baselineWins() + ", ties "
                        + results.ties() + ", no verdict " + results.unparsable());
        OpenQuestions.check(
                run,
                results.failed(),
                summary.asking().summary(),
                "judge_failed in " + run.folder().resolve("ledger.jsonl"));
        if (summary.withoutVerdict()) {
            throw new FailedWork("there is no verdict: nothing that the judge said could be read; the first: "
                    + results.firstFault() + " (" + run.folder().resolve("verdicts.jsonl") + ")");
        }
        Partial.check(run, summary.truncated());
    }
}
