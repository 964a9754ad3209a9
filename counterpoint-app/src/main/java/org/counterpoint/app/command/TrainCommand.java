package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.console.CurriculumNote;
import org.counterpoint.console.Interrupts;
import org.counterpoint.console.TrainingDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.plan.Sharing;
import org.counterpoint.train.plan.TrainingPlan;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.run.DryTraining;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.run.FinishedRun;
import org.counterpoint.train.run.Roles;
import org.counterpoint.train.run.TrainRequest;
import org.counterpoint.train.run.TrainResult;
import org.counterpoint.train.run.Training;
import org.counterpoint.train.settings.SettingsReader;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Post-trains a model. */
@Command(
        name = "train",
        header = "Post-train a model on groups or pairs.",
        description = {
            "A run that was stopped goes on where it stood, to the same bytes, when the same command is given again.",
            "",
            "DIR holds run.json, metrics.jsonl, TensorBoard events, checkpoints/ and final/, a Hugging Face folder."
        },
        footer = {
            "'counterpoint settings METHOD' lists every setting with its default.",
            "",
            "Examples:",
            "  counterpoint train sft --model base --data parts/train.jsonl --out sft --set epochs=2",
            "  counterpoint train dpo --model sft/final --data parts/train.jsonl --out dpo --set curriculum=linear \\",
            "      --set evaluation.data=parts/held-out.jsonl --set learning_rate=5e-6",
            "  counterpoint train reward --model sft --data parts/train.jsonl --out reward",
            "  counterpoint train rloo --model sft --reward-model reward --data prompts.jsonl --out rloo",
            "  counterpoint train dpo --model base --data parts/train.jsonl --out lora --set adapter.rank=16",
            "  counterpoint train dpo --model base --data parts/train.jsonl --out lora --set adapter.rank=16 --dry-run",
            "  counterpoint train dpo --model base --data parts/train.jsonl --out dpo --processes 2",
            "  counterpoint train rloo --model sft --reward-model reward --data prompts.jsonl --out rloo --processes 2"
        })
public final class TrainCommand implements Callable<Integer> {

    /** The names that may stand for METHOD, for completion. */
    static final class MethodNames extends ArrayList<String> {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        MethodNames() {
            Methods.all().forEach(method -> add(method.name()));
        }
    }

    private static final List<String> SHOWN = List.of(
            "loss",
            "eval_loss",
            "rewards/accuracies",
            "eval_rewards/accuracies",
            "accuracy",
            "eval_accuracy",
            "objective/scores",
            "eval_objective/scores",
            "objective/kl");

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "METHOD",
            completionCandidates = MethodNames.class,
            description = "${COMPLETION-CANDIDATES}.")
    String method = "";

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder to start from, a LoRA adapter's, or a finished run.")
    Path model = Path.of("");

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "Go on from this LoRA adapter, with --model as its base.")
    @Nullable
    Path adapter;

    @Mixin
    BaseOption base = new BaseOption();

    @FromHub(value = HubKind.DATASET, file = true)
    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Groups or pairs; for sft also messages; prompts where the policy's own answers are learnt.")
    Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The run folder.")
    Path out = Path.of("");

    @FromHub(HubKind.MODEL)
    @Option(names = "--reference", paramLabel = "DIR", description = "The reference model (the starting weights).")
    @Nullable
    Path reference;

    @Mixin
    RewardOptions rewards = new RewardOptions();

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--value-model",
            paramLabel = "DIR",
            description = "What ppo's value model starts as (the reward model, where its tokens are the policy's).")
    @Nullable
    Path valueModel;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting; may be given often.")
    List<String> set = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "The same as --set seed=N.")
    @Nullable
    Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "The same as --set threads=N.")
    @Nullable
    Integer threads;

    @Mixin
    RankOptions ranks = new RankOptions();

    @Option(names = "--overwrite", description = "Begin anew where --out holds something; what no run wrote stays.")
    boolean overwrite;

    @Option(
            names = "--dry-run",
            description =
                    "Say what the run will take - memory, operations, time - and what would take less; do nothing.")
    boolean dryRun;

    @Option(names = "--force", description = "Start also where less memory is free than the run will take.")
    boolean force;

    @Mixin
    JsonOption json = new JsonOption();

    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<String> overrides = new ArrayList<>(set);
        if (seed != null) {
            overrides.add("seed=" + seed);
        }
        if (threads != null) {
            overrides.add("threads=" + threads);
        }
        TrainSettings settings = SettingsReader.read(method, Map.of(), overrides);
        CurriculumNote.of(settings.curriculum()).ifPresent(console::note);
        TrainRequest request = new TrainRequest(roles(), data, out, settings, overwrite);
        RankPlan plan = ranks.plan(console);
        if (dryRun) {
            tell(request, ranks.sharing(plan));
            return ExitCode.DONE;
        }
        TrainResult result;
        try (RewardOptions.Opened opened = rewards.open(settings, out, plan.size());
                TrainingDisplay display = new TrainingDisplay(console, method);
                Interrupts.Section careful = console.interrupts().section()) {
            EngineBackend backend = new EngineBackend(base()).asOneOf(ranks.sharing(plan));
            result = Training.run(
                    force ? backend.withoutMemoryCheck() : backend,
                    request.withRewards(opened.rewards()),
                    display,
                    careful::asked,
                    plan);
            opened.finished();
        }
        if (plan.rank() > 0) {
            return ExitCode.DONE; // rank 0 tells the result
        }
        if (json.given) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("already_finished", result.alreadyFinished());
            value.put("steps", result.steps());
            value.put("final", result.finalModel().toString());
            value.put("metrics", result.metrics());
            console.json(value);
        } else {
            print(result);
        }
        return ExitCode.DONE;
    }

    private void tell(TrainRequest request, Sharing sharing) throws IOException {
        TrainingPlan plan;
        Path nowhere = Files.createTempDirectory("counterpoint-plan"); // a judge keeps its journal beside the run
        try (RewardOptions.Opened opened =
                        rewards.open(request.settings(), nowhere.resolve("run"), sharing.processes());
                TrainingDisplay display = new TrainingDisplay(console, method)) {
            plan = DryTraining.plan(
                    new EngineBackend(base()).asOneOf(sharing), request.withRewards(opened.rewards()), display);
        } finally {
            WholeFolder.delete(nowhere);
        }
        if (json.given) {
            console.json(plan.json());
        } else {
            TrainingPlanText.lines(plan).forEach(console::result);
        }
    }

    /** A finished run stands for the model that it made. */
    private Roles roles() {
        return new Roles(
                policy(),
                reference == null ? null : FinishedRun.model(reference),
                valueModel == null ? null : FinishedRun.model(valueModel));
    }

    private Path policy() {
        return FinishedRun.model(adapter == null ? model : adapter);
    }

    /** Where adapters' base is given: by its own option, or by --model beside --adapter. */
    private @Nullable Path base() {
        if (adapter == null) {
            return base.of(policy());
        }
        if (base.folder != null) {
            throw new UsageException("--base and --adapter are both given; with --adapter the base is --model");
        }
        if (BaseOption.isWhole(policy())) {
            throw new UsageException(
                    "--adapter " + adapter + " is a whole model; give it as --model, and leave" + " --adapter out");
        }
        return FinishedRun.model(model);
    }

    private void print(TrainResult result) {
        if (!result.alreadyFinished()) {
            console.result(result.steps() + " steps");
            for (String name : SHOWN) {
                Double value = result.metrics().get(name);
                if (value != null) {
                    console.result(String.format(Locale.ROOT, "%s %.4f", name, value));
                }
            }
        }
        console.result("the model is in " + result.finalModel());
    }
}
