package org.counterpoint.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.run.FinishedRun;
import org.counterpoint.train.run.Reward;
import org.counterpoint.train.run.Roles;
import org.counterpoint.train.run.TrainProgress;
import org.counterpoint.train.run.TrainRequest;
import org.counterpoint.train.run.TrainResult;
import org.counterpoint.train.run.Training;
import org.counterpoint.train.settings.SettingsReader;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Post-trains a model. The same calls go on where an earlier process stopped, to the same bytes.
 *
 * <pre>{@code
 * Trainer.Trained trained = Trainer.dpo(model)
 *         .groups(groups)
 *         .set("learning_rate", 1e-5)
 *         .onStep(step -> System.out.println(step.number() + ": " + step.loss()))
 *         .run(out);
 * }</pre>
 *
 * <p>A policy that learns from its own answers is given prompts and rewards:
 *
 * <pre>{@code
 * Trainer.grpo(model).prompts(questions).reward("short", (question, answer) -> -answer.length()).run(out);
 * }</pre>
 *
 * <p>For one thread.
 */
public final class Trainer {

    /**
     * A step that is done.
     *
     * @param number from 1
     * @param steps of the whole run
     * @param loss NaN where a curriculum left the step nothing to learn
     */
    public record Step(long number, long steps, double loss) {}

    /**
     * What came of a run.
     *
     * @param model the trained model's folder
     * @param steps of the whole run
     * @param metrics of the last step and the last evaluation; empty where the run was finished before
     * @param finishedBefore whether nothing was left to do
     */
    public record Trained(Path model, long steps, Map<String, Double> metrics, boolean finishedBefore) {
        public Trained {
            metrics = Map.copyOf(metrics);
        }
    }

    private final String method;
    private final Path model;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private @Nullable Path reference;
    private @Nullable Path file;
    private @Nullable List<ResponseGroup> groups;
    private @Nullable List<String> prompts;
    private final List<Reward> rewards = new ArrayList<>();
    private @Nullable List<ResponseGroup> heldOut;
    private boolean overwrite;
    private Consumer<Step> onStep = step -> {};
    private Consumer<String> onNotice = words -> {};
    private BooleanSupplier stop = () -> false;

    private Trainer(String method, Path model) {
        this.method = method;
        this.model = model;
    }

    /** By direct preference optimisation. */
    public static Trainer dpo(Path model) {
        return of("dpo", model);
    }

    /** By likelihood, on the strongest answer of each group unless {@code sft_target} says otherwise. */
    public static Trainer sft(Path model) {
        return of("sft", model);
    }

    /** By a hinge on the likelihoods of two answers. */
    public static Trainer slic(Path model) {
        return of("slic", model);
    }

    /** A reward model with the model's trunk. */
    public static Trainer reward(Path model) {
        return of("reward", model);
    }

    /** By proximal policy optimisation on answers that the model draws. */
    public static Trainer ppo(Path model) {
        return of("ppo", model);
    }

    /** By REINFORCE with the mean of a prompt's other answers as the baseline. */
    public static Trainer rloo(Path model) {
        return of("rloo", model);
    }

    /** By group-relative policy optimisation. */
    public static Trainer grpo(Path model) {
        return of("grpo", model);
    }

    /**
     * By any method.
     *
     * @param method its name as {@code counterpoint train --help} lists it
     * @param model the folder of the model to start from
     */
    public static Trainer of(String method, Path model) {
        return new Trainer(method, model);
    }

    /** Learns from groups in memory; {@link #run} keeps them beside the run's folder. */
    public Trainer groups(List<ResponseGroup> given) {
        groups = List.copyOf(given);
        prompts = null;
        file = null;
        return this;
    }

    /** Learns from a file of groups or pairs; for sft also of messages; for what draws answers of prompts. */
    public Trainer groups(Path given) {
        file = given;
        groups = null;
        prompts = null;
        return this;
    }

    /** Draws answers to these questions, and learns from them; {@link #run} keeps them beside the run's folder. */
    public Trainer prompts(List<String> questions) {
        prompts = List.copyOf(questions);
        groups = null;
        file = null;
        return this;
    }

    /** Scores drawn answers by a reward model's folder too; scores of several are summed. */
    public Trainer rewardModel(Path folder) {
        rewards.add(new Reward.Model(FinishedRun.model(folder), 1));
        return this;
    }

    /**
     * Scores drawn answers by what a program computes too; scores of several are summed.
     *
     * @param name in metrics, and what the run is known by: a reward that scores otherwise has another name
     */
    public Trainer reward(String name, AnswerReward reward) {
        rewards.add(new Reward.Source(new ComputedReward(name, reward), 1));
        return this;
    }

    /** Evaluates on groups in memory, at the end and as often as {@code evaluation.every} says. */
    public Trainer heldOut(List<ResponseGroup> given) {
        heldOut = List.copyOf(given);
        return this;
    }

    /** Holds the policy against this model in place of its own starting weights. */
    public Trainer reference(Path folder) {
        reference = folder;
        return this;
    }

    /**
     * A setting.
     *
     * @param name as {@code counterpoint settings METHOD} lists it, such as {@code adapter.rank}
     * @param value a number, a text, a flag, a path or a list; what is wrong with it is said by {@link #run}
     */
    public Trainer set(String name, Object value) {
        settings.put(name, value instanceof Path path ? path.toString() : value);
        return this;
    }

    /** Hears of every step, on the thread that runs. */
    public Trainer onStep(Consumer<Step> told) {
        onStep = told;
        return this;
    }

    /** Hears what a user should know, in a line or a few. */
    public Trainer onNotice(Consumer<String> told) {
        onNotice = told;
        return this;
    }

    /** Asks now and then, on the thread that runs, whether to stop; once true, always true. */
    public Trainer stopWhen(BooleanSupplier asked) {
        stop = asked;
        return this;
    }

    /** Begins anew where {@code out} holds another run. */
    public Trainer overwrite() {
        overwrite = true;
        return this;
    }

    /**
     * Trains to the end.
     *
     * @param out the run folder; groups and prompts in memory are kept as {@code OUT.groups.jsonl},
     *     {@code OUT.prompts.jsonl} and {@code OUT.held-out.jsonl} beside it, as the run names them as its data
     * @throws InputException where data, settings or {@code out} cannot be used, naming all faults; nothing was written
     *     but the groups
     * @throws org.counterpoint.engine.ModelException where the model cannot
     * @throws org.counterpoint.train.TrainingException where the work failed; what was finished is kept
     * @throws org.counterpoint.train.StoppedException where the end was asked for; what was finished is kept
     */
    public Trained run(Path out) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        if (heldOut != null) {
            all.put("evaluation.data", beside(out, ".held-out.jsonl").toString());
        }
        TrainSettings read = SettingsReader.read(method, all, List.of());
        if (!rewards.isEmpty() && read.method().learns() != Method.Learns.ROLLOUTS) {
            throw new InputException(method + " learns from given answers, not from rewards; leave the rewards out");
        }
        Path data = data(out);
        if (heldOut != null) {
            keep(beside(out, ".held-out.jsonl"), Preferences::write, heldOut);
        }
        TrainRequest request =
                new TrainRequest(new Roles(model, reference), data, out, read, overwrite).withRewards(rewards);
        TrainResult result = Training.run(request, new Told(), stop::getAsBoolean);
        return new Trained(result.finalModel(), result.steps(), result.metrics(), result.alreadyFinished());
    }

    private Path data(Path out) {
        if (groups != null) {
            return keep(beside(out, ".groups.jsonl"), Preferences::write, groups);
        }
        if (prompts != null) {
            return keep(beside(out, ".prompts.jsonl"), Trainer::writePrompts, prompts);
        }
        if (file == null) {
            throw new InputException("there is nothing to learn from: give groups, or prompts");
        }
        return file;
    }

    private static void writePrompts(Path place, List<String> questions) {
        try (JsonLines lines = new JsonLines(place)) {
            questions.forEach(question ->
                    lines.write(JsonNodeFactory.instance.objectNode().put("instruction", question)));
        }
    }

    private static Path beside(Path out, String ending) {
        Path whole = out.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + ending);
    }

    /** @throws InputException where other groups are kept there */
    private <T> Path keep(Path place, BiConsumer<Path, List<T>> writer, List<T> given) {
        Path work = place.resolveSibling(WholeFolder.TEMPORARY + place.getFileName());
        try {
            writer.accept(work, given);
            boolean other = Files.exists(place) && Files.mismatch(place, work) >= 0;
            if (other && !overwrite) {
                Files.delete(work);
                throw new InputException(place
                        + " is of an earlier run and holds something else\n  give another folder, or" + " overwrite()");
            }
            Files.move(work, place, StandardCopyOption.REPLACE_EXISTING);
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(place + " cannot be written: " + e.getMessage(), e);
        }
    }

    private final class Told implements TrainProgress {
        @Override
        public void notice(String text) {
            onNotice.accept(text);
        }

        @Override
        public void phase(String name, long done, long total) {}

        @Override
        public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
            onStep.accept(new Step(step, steps, loss));
        }
    }
}
