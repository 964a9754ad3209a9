package org.counterpoint.app.command;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.counterpoint.answer.judge.ComputedJudge;
import org.counterpoint.answer.judge.HumanAtTerminal;
import org.counterpoint.answer.judge.JudgeChoices;
import org.counterpoint.answer.judge.JudgeWork;
import org.counterpoint.app.ExitCode;
import org.counterpoint.chat.Respondent;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.eval.judge.file.ShippedJudges;
import org.counterpoint.eval.judge.job.JudgeSummary;
import org.counterpoint.serve.judge.HumanInBrowser;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.run.FinishedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pairwise verdicts. */
@Command(
        name = "judge",
        header = "Let a judge say which of two models' answers are better.",
        description = {
            "A judge is a model behind a server or in a folder (--model-dir), a person (--judge human, with --web in a"
                    + " browser), a reward model (--judge reward --model-dir DIR), or the comparison with a reference"
                    + " (--judge exact --references FILE). DIR holds annotations.json in AlpacaEval's form (for"
                    + " 'winrate'), verdicts.jsonl with the judge's own words, ledger.jsonl and summary.json.",
            "",
            "A run that was stopped goes on where it stood when the same command is given again; what was answered is"
                    + " not asked again but with --overwrite. Verdicts that cannot be read are asked for again, then null and counted apart."
        },
        footer = {
            "--list names the judges; --print NAME shows one, to begin your own with: --judge my-judge.yaml.",
            "",
            "Examples:",
            "  counterpoint judge --candidate dpo.json --baseline sft.json --judge ranking \\",
            "      --endpoint https://api.openai.com/v1 --api-key-env OPENAI_API_KEY --model gpt-4o --out verdicts",
            "  counterpoint judge --candidate dpo.json --baseline sft.json --judge human --web --out by-hand",
            "  counterpoint judge --candidate dpo.json --baseline sft.json --judge mine.yaml --order both \\",
            "      --endpoint http://localhost:8000/v1 --model judge --out verdicts --budget-tokens 2000000"
        })
public final class JudgeCommand implements Callable<Integer>, SettingOptions.Holder {

    private final Console console;
    private final SettingOptions<JudgeChoices> settings = new SettingOptions<>(JudgeChoices.SCHEMA);

    @FromHub(value = HubKind.DATASET, file = true)
    @Option(names = "--candidate", paramLabel = "[MODEL=]FILE", description = "Answers of the model in question.")
    @Nullable
    String candidate;

    @FromHub(value = HubKind.DATASET, file = true)
    @Option(names = "--baseline", paramLabel = "[MODEL=]FILE", description = "Answers that they are compared with.")
    @Nullable
    String baseline;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to make.")
    @Nullable
    Path out;

    @Option(names = "--list", description = "Names the judges.")
    boolean list;

    @Option(names = "--print", paramLabel = "NAME", description = "Shows a judge as a file.")
    @Nullable
    String print;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "What models cost: MODEL: {in: 0.15, out: 0.6} of a million tokens each, YAML or JSON.")
    @Nullable
    Path prices;

    @Option(names = "--web", description = "With --judge human: a page in the browser, for this machine only.")
    boolean web;

    @Option(names = "--port", defaultValue = "0", paramLabel = "N", description = "Of that page; 0: any that is free.")
    int port;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Taken for the sake of scripts; the order is AlpacaEval's draw.")
    long seed;

    @Mixin
    OverwriteOption overwrite = new OverwriteOption();

    @Mixin
    JsonOption json = new JsonOption();

    public JudgeCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            JudgeText.list(console);
            return ExitCode.DONE;
        }
        if (print != null) {
            console.result(ShippedJudges.source(print).stripTrailing());
            return ExitCode.DONE;
        }
        AnswerFile first = AnswerFile.parse(required("--candidate", candidate));
        AnswerFile second = AnswerFile.parse(required("--baseline", baseline));
        Path folder = Path.of(required("--out", out == null ? null : out.toString()));
        ServerPrices.give(settings, prices);
        String modelDir = settings.text(JudgeChoices.MODEL_DIR);
        if (modelDir != null) {
            settings.give(
                    JudgeChoices.MODEL_DIR, FinishedRun.model(Path.of(modelDir)).toString());
        }
        JudgeChoices choices = settings.read();
        String name = required("--judge", choices.judge());
        JudgeWork.Settings work = new JudgeWork.Settings(
                name,
                first,
                second,
                choices.order(),
                choices.template(),
                choices.references(),
                folder,
                overwrite.given);
        JudgeWork.Answering answering = answering(name, choices);
        Optional<JudgeSummary> summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "judge")) {
            summary = JudgeWork.run(work, answering, progress);
        }
        return tell(name, summary, folder);
    }

    private static String required(String option, @Nullable String value) {
        if (value == null) {
            throw new UsageException("missing " + option + " (see 'counterpoint judge --help')");
        }
        return value;
    }

    private JudgeWork.Answering answering(String name, JudgeChoices choices) {
        if (name.equals(ShippedJudges.HUMAN)) {
            return new JudgeWork.Person(this::person);
        }
        boolean needsNobody = ComputedJudge.find(name).isPresent();
        if (choices.modelDir() == null && !needsNobody) {
            if (choices.server().url() == null || choices.server().model() == null) {
                throw new UsageException(
                        "nobody is named to judge; give --model NAME and --endpoint URL, or --model-dir DIR");
            }
            return choices.answering();
        }
        Path folder = choices.modelDir();
        if (choices.base() != null && (folder == null || BaseOption.isWhole(folder))) {
            throw new UsageException("--base is the base of an adapter, and "
                    + (folder == null ? "no --model-dir is given" : folder + " is a whole model")
                    + "; leave --base out");
        }
        return folder == null ? new JudgeWork.Nobody() : choices.answering();
    }

    private Respondent person() {
        if (!web) {
            return new HumanAtTerminal(console, new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        HumanInBrowser page = HumanInBrowser.open(port);
        console.note("judge: open " + page.url() + " in a browser on this machine; Ctrl-C or q stops, the same command"
                + " goes on");
        return page;
    }

    private int tell(String judge, Optional<JudgeSummary> summary, Path folder) {
        if (summary.isEmpty()) {
            return finishedBefore(folder);
        }
        boolean person = ShippedJudges.HUMAN.equals(judge);
        JudgeText.notes(console, summary.get(), person);
        if (json.given) {
            console.json(summary.get().toJson());
        } else {
            JudgeText.print(console, summary.get(), folder, person);
        }
        return summary.get().complete() && !summary.get().withoutVerdict()
                ? Truncation.exitCode(console, summary.get().truncated())
                : ExitCode.FAILED;
    }

    private int finishedBefore(Path folder) {
        JsonNode found = JsonMapper.shared().readTree(YamlFile.text(folder.resolve("summary.json")));
        if (json.given) {
            console.json(found);
        } else {
            console.result(folder + " was finished before with the same answers and settings; nothing to do");
        }
        long decided = found.path("candidate_wins").asLong(0)
                + found.path("baseline_wins").asLong(0)
                + found.path("ties").asLong(0)
                - found.path("identical").asLong(0);
        if (decided == 0 && found.path("unparsable").asLong(0) > 0) {
            console.note("judge: there is no verdict in it; --overwrite asks anew");
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }
}
