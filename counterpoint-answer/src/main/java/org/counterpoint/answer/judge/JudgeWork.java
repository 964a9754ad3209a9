package org.counterpoint.answer.judge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.counterpoint.answer.files.ModelNames;
import org.counterpoint.answer.local.LocalChatModel;
import org.counterpoint.answer.local.LocalReward;
import org.counterpoint.chat.Asker;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.Respondent;
import org.counterpoint.chat.ask.AnswerJournal;
import org.counterpoint.chat.ask.Budget;
import org.counterpoint.chat.ask.DurableAsker;
import org.counterpoint.chat.ask.Limits;
import org.counterpoint.chat.ask.RespondentAsker;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.chat.openai.OpenAiChatModel;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.eval.judge.AnswerPair;
import org.counterpoint.eval.judge.Grader;
import org.counterpoint.eval.judge.GradingJudge;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.Order;
import org.counterpoint.eval.judge.file.ShippedJudges;
import org.counterpoint.eval.judge.job.JudgeJob;
import org.counterpoint.eval.judge.job.JudgeRequest;
import org.counterpoint.eval.judge.job.JudgeSummary;
import org.counterpoint.eval.judge.job.Sitting;
import org.counterpoint.eval.judge.parse.LabelLogprobParser;
import org.counterpoint.eval.judge.template.AlpacaEvalTemplate;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/** Two models' answers put to a judge: what the command {@code judge} and a recipe's stage have in common. */
public final class JudgeWork {
    private static final Limits ONE_AT_A_TIME = new Limits(1, 0, 0, 0, Duration.ZERO);

    private final Settings settings;
    private final Progress progress;

    private JudgeWork(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * What is to be judged, and how.
     *
     * @param judge a shipped judge's name, a judge's file, or a {@link ComputedJudge}'s name
     * @param order in which the two answers are shown; null for the judge's own
     * @param template a prompt file in AlpacaEval's form in place of the judge's words; null for none
     * @param references answers known to be good; null where there are none
     */
    public record Settings(
            String judge,
            AnswerFile candidate,
            AnswerFile baseline,
            @Nullable Order order,
            @Nullable Path template,
            @Nullable Path references,
            Path out,
            boolean overwrite) {}

    /** Who answers the judge's questions. */
    public sealed interface Answering {}

    /** No one: equality needs nobody. */
    public record Nobody() implements Answering {}

    /** A model behind a server. */
    public record Server(Endpoint endpoint, Limits limits, Budget budget) implements Answering {}

    /** A model folder of this machine. */
    public record Folder(Path folder, @Nullable Path base, Budget budget) implements Answering {}

    /** @param reached begins to ask */
    public record Person(Supplier<Respondent> reached) implements Answering {}

    /**
     * Runs to the end, or as far as the judge gets.
     *
     * @return empty where an earlier run of the same work had finished, so that there was nothing to do
     * @throws UsageException where judge and settings do not fit together
     * @throws org.counterpoint.data.InputException where the answers or the output cannot be used
     * @throws InterruptedException where this thread is stopped; what was answered is kept
     */
    public static Optional<JudgeSummary> run(Settings settings, Answering answering, Progress progress)
            throws InterruptedException {
        JudgeWork work = new JudgeWork(settings, progress);
        ComputedJudge computed = ComputedJudge.find(settings.judge()).orElse(null);
        return computed == null ? work.asked(answering) : work.computed(computed, answering);
    }

    /** The judge of a name or file, as changed by the settings. */
    private Judge chosen(@Nullable AlpacaEvalTemplate own, Answering answering) {
        Judge found = ShippedJudges.find(settings.judge());
        Judge ordered = settings.order() == null ? found : found.withOrder(settings.order());
        Judge worded = own == null ? ordered : ordered.withPrompting(own.prompting());
        // Log-probabilities of a model of this machine are the same however often they are asked for.
        return answering instanceof Folder && worded.parser() instanceof LabelLogprobParser
                ? worded.withRetries(0)
                : worded;
    }

    private Optional<JudgeSummary> computed(ComputedJudge judge, Answering answering) throws InterruptedException {
        return switch (judge) {
            case EXACT -> {
                if (settings.references() == null) {
                    throw new UsageException("--judge exact needs --references FILE, with the right answers");
                }
                yield graded(judge, settings.references(), Exact::new);
            }
            case LENGTH -> graded(judge, null, comparisons -> Grader.ofLength());
            case REWARD -> rewarded(answering);
        };
    }

    private Optional<JudgeSummary> graded(
            ComputedJudge judge, @Nullable Path references, Function<List<AnswerPair>, Grader> grader)
            throws InterruptedException {
        return JudgeJob.run(
                request(judge.wireName(), Map.of("judge", judge.wireName()), references),
                (record, comparisons) -> Sitting.of(new GradingJudge(grader.apply(comparisons), progress)),
                progress);
    }

    private Optional<JudgeSummary> rewarded(Answering answering) throws InterruptedException {
        if (!(answering instanceof Folder folder)) {
            throw new UsageException("--judge reward needs --model-dir DIR, the folder of a reward model");
        }
        String name = ComputedJudge.REWARD.wireName();
        Map<String, String> identity =
                Map.of("judge", name, "model", LocalChatModel.identity(folder.folder(), folder.base()));
        try (LocalReward reward = LocalReward.open(folder.folder(), folder.base())) {
            return JudgeJob.run(
                    request(name, identity, null),
                    (record, comparisons) -> Sitting.of(new GradingJudge(reward, progress)),
                    progress);
        }
    }

    private Optional<JudgeSummary> asked(Answering answering) throws InterruptedException {
        AlpacaEvalTemplate own = settings.template() == null ? null : AlpacaEvalTemplate.read(settings.template());
        Judge chosen = chosen(own, answering);
        if (chosen.needsReference() && settings.references() == null) {
            throw new UsageException("the judge " + chosen.name() + " shows a reference; give --references FILE");
        }
        String atServer = answering instanceof Server server ? server.endpoint().model() : null;
        String identity =
                answering instanceof Folder folder ? LocalChatModel.identity(folder.folder(), folder.base()) : atServer;
        JudgeRequest request = request(
                JudgeIdentity.annotator(chosen, own, atServer),
                JudgeIdentity.settings(chosen, identity),
                chosen.needsReference() ? settings.references() : null);
        if (answering instanceof Person person) {
            try (Respondent asked = person.reached().get()) {
                return JudgeJob.run(
                        request,
                        (record, comparisons) ->
                                sitting(chosen, record, journal -> new RespondentAsker(asked, journal, summary -> {})),
                        progress);
            }
        }
        try (ChatModel asked = model(answering, chosen)) {
            return JudgeJob.run(
                    request,
                    (record, comparisons) -> sitting(
                            chosen,
                            record,
                            journal -> new DurableAsker(
                                    asked, journal, limits(answering), budget(answering), shown(comparisons.size()))),
                    progress);
        }
    }

    private JudgeRequest request(String annotator, Map<String, String> identity, @Nullable Path references) {
        return new JudgeRequest(
                settings.candidate(),
                settings.baseline(),
                references,
                settings.out(),
                annotator,
                identity,
                settings.overwrite());
    }

    private static ChatModel model(Answering answering, Judge chosen) {
        if (answering instanceof Server server) {
            return new OpenAiChatModel(server.endpoint());
        }
        if (answering instanceof Folder folder) {
            Set<String> labels = chosen.parser() instanceof LabelLogprobParser parser
                    ? Set.of(parser.first(), parser.second())
                    : Set.of();
            return LocalChatModel.open(folder.folder(), folder.base(), ModelNames.of(folder.folder()), labels);
        }
        throw new UsageException("nobody is named to judge");
    }

    private Sitting sitting(Judge chosen, Provenance record, Function<AnswerJournal, Asker> asking) {
        return AskingSitting.open(chosen, settings.out(), record, settings.overwrite(), asking);
    }

    private static Limits limits(Answering answering) {
        return answering instanceof Server server ? server.limits() : ONE_AT_A_TIME;
    }

    private static Budget budget(Answering answering) {
        if (answering instanceof Server server) {
            return server.budget();
        }
        return answering instanceof Folder folder ? folder.budget() : Budget.NONE;
    }

    private Consumer<AskingSummary> shown(int comparisons) {
        return summary -> progress.update(
                summary.answered() + summary.failed(), Math.max(comparisons, summary.answered()), "verdicts");
    }
}
