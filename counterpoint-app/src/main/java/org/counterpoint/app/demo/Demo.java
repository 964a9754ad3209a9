package org.counterpoint.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.counterpoint.app.console.Console;
import org.counterpoint.app.console.ProgressDisplay;
import org.counterpoint.app.console.TrainingDisplay;
import org.counterpoint.app.generate.AnswerForm;
import org.counterpoint.app.generate.GenerateJob;
import org.counterpoint.app.generate.GenerateSettings;
import org.counterpoint.app.world.TinyModel;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelInitializer;
import org.counterpoint.pairs.ModelOrder;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.SplitJob;
import org.counterpoint.train.run.TrainRequest;
import org.counterpoint.train.run.Training;
import org.counterpoint.train.settings.SettingsReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The whole way once, in one folder: each stage is what the command of the same name does. */
public final class Demo {

    private static final String MARK = "demo.json";
    private static final int HELD_OUT = 200;
    private static final int LONGEST_ANSWER = 24;
    private static final long SHARD = 1L << 30;

    private final Path folder;
    private final DemoSize size;
    private final long seed;
    private final Console console;

    public Demo(Path folder, DemoSize size, long seed, Console console) {
        this.folder = folder;
        this.size = size;
        this.seed = seed;
        this.console = console;
    }

    /**
     * Goes the whole way; stages that an earlier run finished are not done again.
     *
     * @throws InputException if the folder holds something else
     */
    public DemoReport run() throws IOException {
        claim();
        List<Task> tasks = World.tasks();
        console.note("1/6 " + tasks.size() + " tasks, answered by three teachers of known error rates");
        writeAnswers(tasks);
        console.note("2/6 pairs, and " + HELD_OUT + " prompts held out");
        pairs();
        console.note("3/6 a new model with random weights");
        Path start = model(tasks);
        console.note("4/6 SFT on the strongest teacher");
        Path sft = train("sft", start, size.sft());
        console.note("5/6 DPO from there, from easy pairs to hard ones");
        Path dpo = train("dpo", sft, size.dpo());
        console.note("6/6 answers to the held-out prompts, graded");
        return grade(tasks, start, sft, dpo);
    }

    private void claim() throws IOException {
        Path mark = folder.resolve(MARK);
        String record = JsonMapper.shared()
                        .writeValueAsString(JsonNodeFactory.instance
                                .objectNode()
                                .put("command", "demo")
                                .put("seed", seed)
                                .put("size", size.name()))
                + "\n";
        if (Files.exists(mark) && Files.readString(mark).equals(record)) {
            return;
        }
        if (Files.exists(folder) && (!Files.isDirectory(folder) || !isEmpty(folder))) {
            throw new InputException(
                    folder + " exists and is not this demo's; it is left as it is. Give another --out.");
        }
        Files.createDirectories(folder);
        Files.writeString(mark, record);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private void writeAnswers(List<Task> tasks) throws IOException {
        Files.createDirectories(folder.resolve("answers"));
        for (Teacher teacher : Teacher.ALL) {
            try (JsonLines file = new JsonLines(answers(teacher))) {
                for (Task task : tasks) {
                    file.write(JsonNodeFactory.instance
                            .objectNode()
                            .put("instruction", task.instruction())
                            .put("output", teacher.answer(task, seed))
                            .put("generator", teacher.name()));
                }
            }
        }
    }

    private Path answers(Teacher teacher) {
        return folder.resolve("answers").resolve(teacher.name() + ".jsonl");
    }

    private void pairs() {
        List<AnswerFile> files =
                Teacher.ALL.stream().map(t -> new AnswerFile(null, answers(t))).toList();
        ModelOrder order =
                new ModelOrder(Teacher.ALL.stream().map(Teacher::name).toList());
        PairsSummary summary =
                PairsJob.run(new PairsJob.Settings(files, order, folder.resolve("pairs"), false), Progress.NONE);
        console.note(
                "    " + summary.groups() + " groups, " + summary.pairs() + " pairs, set aside: " + summary.setAside());
        SplitJob.run(
                new SplitJob.Settings(
                        folder.resolve("pairs/groups.jsonl"), HELD_OUT, seed, folder.resolve("parts"), false),
                Progress.NONE);
    }

    private Path model(List<Task> tasks) throws IOException {
        Path start = folder.resolve("start");
        if (!Files.exists(start)) {
            Path parts = folder.resolve("model-parts");
            TinyModel.writeParts(
                    parts,
                    tasks.stream()
                            .map(task -> task.instruction() + "\n" + task.answer())
                            .toList());
            ModelInitializer.write(
                    parts.resolve("config.json"), parts.resolve("tokenizer"), start, DType.F32, seed, SHARD);
        }
        return start;
    }

    private Path train(String method, Path from, List<String> settings) {
        List<String> all = new ArrayList<>(settings);
        all.add("seed=" + seed);
        all.add("max_length=128");
        all.add("evaluation.data=" + folder.resolve("parts/held-out.jsonl"));
        TrainRequest request = new TrainRequest(
                from,
                folder.resolve("parts/train.jsonl"),
                folder.resolve(method),
                null,
                SettingsReader.read(method, Map.of(), all),
                false);
        try (TrainingDisplay display = new TrainingDisplay(console, method)) {
            return Training.run(request, display).finalModel();
        }
    }

    private DemoReport grade(List<Task> tasks, Path start, Path sft, Path dpo) throws IOException {
        Map<String, Task> byInstruction =
                tasks.stream().collect(Collectors.toMap(Task::instruction, Function.identity()));
        Map<String, Path> models = new LinkedHashMap<>();
        models.put("start", start);
        models.put("SFT", sft);
        models.put("DPO", dpo);
        List<Task> heldOut = new ArrayList<>();
        List<DemoReport.Candidate> candidates = new ArrayList<>();
        for (Map.Entry<String, Path> model : models.entrySet()) {
            List<Boolean> right = new ArrayList<>();
            heldOut.clear();
            for (JsonNode row : generate(model.getKey(), model.getValue())) {
                Task task = Objects.requireNonNull(
                        byInstruction.get(row.at("/messages/0/content").stringValue()));
                heldOut.add(task);
                right.add(task.isRight(row.path("text").stringValue()));
            }
            candidates.add(new DemoReport.Candidate(model.getKey(), right));
        }
        for (Teacher teacher : Teacher.ALL) {
            candidates.add(new DemoReport.Candidate(
                    "teacher " + teacher.name(),
                    heldOut.stream()
                            .map(task -> task.isRight(teacher.answer(task, seed)))
                            .toList()));
        }
        return new DemoReport(heldOut, candidates);
    }

    private List<JsonNode> generate(String name, Path model) throws IOException {
        Path out = folder.resolve("generated").resolve(name + ".jsonl");
        Files.createDirectories(folder.resolve("generated"));
        try (ProgressDisplay display = new ProgressDisplay(console, "answers of " + name)) {
            GenerateJob.run(
                    new GenerateSettings(
                            model,
                            folder.resolve("parts/held-out.jsonl"),
                            out,
                            name,
                            AnswerForm.counterpoint,
                            Sampling.greedy(),
                            LONGEST_ANSWER,
                            1,
                            seed,
                            32,
                            Precision.FP32,
                            null,
                            false),
                    display);
        }
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            rows.add(JsonMapper.shared().readTree(line));
        }
        return rows;
    }
}
