package org.counterpoint.train.bigram;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.OptimizerShare;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.rollout.Sampler;
import org.jspecify.annotations.Nullable;

/** A model whose next token depends on the last one: a softmax over a table, in doubles, with exact gradients. */
public final class BigramModel implements TrainableModel {
    public static final int VOCABULARY = 24;
    private static final int SIZE = VOCABULARY * VOCABULARY;

    private final double[] weights;
    private final double[] gradients = new double[SIZE];
    private final double[] first = new double[SIZE];
    private final double[] second = new double[SIZE];
    private long steps;
    private boolean open;
    private long scored;

    private BigramModel(double[] weights) {
        this.weights = weights;
    }

    public static BigramModel random(long seed) {
        Random random = new Random(seed);
        return new BigramModel(random.doubles(SIZE, -1, 1).toArray());
    }

    public static BigramModel load(Path folder) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(folder.resolve("model.bin")))) {
            double[] weights = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
                weights[i] = in.readDouble();
            }
            return new BigramModel(weights);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Poisons the weights. */
    public void poison() {
        java.util.Arrays.fill(weights, Double.NaN);
    }

    /** Turns it into another model. */
    public void sharpen() {
        java.util.Arrays.setAll(weights, i -> 1.01 * weights[i]);
    }

    /** A copy with one weight moved. */
    public BigramModel shifted(int index, double by) {
        double[] moved = weights.clone();
        moved[index] += by;
        return new BigramModel(moved);
    }

    public double[] gradients() {
        return gradients.clone();
    }

    /** How many sequences were scored, with gradients or without. */
    public long scored() {
        return scored;
    }

    @Override
    public RowScores scores(TokenBatch batch) {
        List<TokenSequence> sequences = batch.sequences();
        scored += sequences.size();
        int[] starts = new int[sequences.size() + 1];
        for (int s = 0; s < sequences.size(); s++) {
            starts[s + 1] = starts[s] + sequences.get(s).responseTokens();
        }
        double[] logps = sequences.stream().flatMapToDouble(this::score).toArray();
        return new RowScores(logps, starts);
    }

    private DoubleStream score(TokenSequence sequence) {
        return IntStream.range(sequence.responseStart(), sequence.tokens().length)
                .mapToDouble(i -> Math.log(softmax(sequence.tokens()[i - 1])[sequence.tokens()[i]]));
    }

    private double[] softmax(int token) {
        double[] p = new double[VOCABULARY];
        double sum = 0;
        for (int j = 0; j < VOCABULARY; j++) {
            p[j] = Math.exp(weights[token * VOCABULARY + j]);
            sum += p[j];
        }
        for (int j = 0; j < VOCABULARY; j++) {
            p[j] /= sum;
        }
        return p;
    }

    /** Draws from the table as it is. */
    Sampler sampler() {
        return new Sampler() {
            @Override
            public List<Drawn> draw(List<Request> requests, double temperature, Set<Integer> ends, int maxNewTokens) {
                return requests.stream()
                        .map(request -> drawn(request, ends, maxNewTokens))
                        .toList();
            }

            @Override
            public void close() {}
        };
    }

    private Sampler.Drawn drawn(Sampler.Request request, Set<Integer> ends, int maxNewTokens) {
        SplittableRandom random = new SplittableRandom(request.seed());
        int last = request.tokens()[request.tokens().length - 1];
        IntStream.Builder ids = IntStream.builder();
        DoubleStream.Builder logps = DoubleStream.builder();
        for (int made = 0; made < maxNewTokens; made++) {
            double[] p = softmax(last);
            double rest = random.nextDouble();
            int token = 0;
            while (token < VOCABULARY - 1 && (rest -= p[token]) >= 0) {
                token++;
            }
            ids.add(token);
            logps.add(Math.log(p[token]));
            last = token;
            if (ends.contains(token)) {
                return new Sampler.Drawn(
                        ids.build().toArray(), true, logps.build().toArray());
            }
        }
        return new Sampler.Drawn(ids.build().toArray(), false, logps.build().toArray());
    }

    @Override
    public Pass forward(TokenBatch batch) {
        if (open) {
            throw new IllegalStateException("a pass is open");
        }
        open = true;
        RowScores logps = scores(batch);
        return new Pass() {
            @Override
            public RowScores scores() {
                return logps;
            }

            @Override
            public void backward(double[] derivatives, Runnable partDone) {
                List<TokenSequence> sequences = batch.sequences();
                int row = 0;
                for (TokenSequence sequence : sequences) {
                    for (int i = sequence.responseStart(); i < sequence.tokens().length; i++) {
                        int from = sequence.tokens()[i - 1];
                        double[] p = softmax(from);
                        for (int j = 0; j < VOCABULARY; j++) {
                            double hit = sequence.tokens()[i] == j ? 1 : 0;
                            gradients[from * VOCABULARY + j] += derivatives[row] * (hit - p[j]);
                        }
                        row++;
                    }
                }
            }

            @Override
            public void close() {
                open = false;
            }
        };
    }

    @Override
    public double gradientNorm() {
        double sum = 0;
        for (double g : gradients) {
            sum += g * g;
        }
        return Math.sqrt(sum);
    }

    @Override
    public LearntNumbers learnt() {
        return new LearntNumbers() {
            @Override
            public List<GradientPart> gradientParts() {
                return List.of(pieces -> show(gradients, pieces));
            }

            @Override
            public void weights(Consumer<Floats> pieces) {
                show(weights, pieces);
            }

            @Override
            public void moments(Consumer<Floats> pieces) {
                show(first, pieces);
                show(second, pieces);
            }

            @Override
            public Floats zeros(int count) {
                return Floats.zeros(count);
            }

            @Override
            public long updates() {
                return steps;
            }

            @Override
            public void setUpdates(long updates) {
                steps = updates;
            }
        };
    }

    @Override
    public void shareOptimizer(OptimizerShare share) {
        // With the same gradients each makes the same updates by itself.
    }

    /** In fp32, as an engine's are. */
    private static void show(double[] values, Consumer<Floats> pieces) {
        try (Floats copy = Floats.zeros(values.length)) {
            for (int i = 0; i < values.length; i++) {
                copy.buffer().put(i, (float) values[i]);
            }
            pieces.accept(copy);
            for (int i = 0; i < values.length; i++) {
                values[i] = copy.buffer().get(i);
            }
        }
    }

    @Override
    public void clearGradients() {
        java.util.Arrays.fill(gradients, 0);
    }

    @Override
    public void step(AdamW settings, double learningRate, double gradientScale) {
        steps++;
        for (int i = 0; i < SIZE; i++) {
            double g = gradients[i] * gradientScale;
            first[i] = settings.beta1() * first[i] + (1 - settings.beta1()) * g;
            second[i] = settings.beta2() * second[i] + (1 - settings.beta2()) * g * g;
            double m = first[i] / (1 - Math.pow(settings.beta1(), steps));
            double v = second[i] / (1 - Math.pow(settings.beta2(), steps));
            weights[i] -= learningRate * (m / (Math.sqrt(v) + settings.epsilon()));
        }
        clearGradients();
    }

    @Override
    public Map<String, String> saveWeights(Path folder, SaveType type, @Nullable String chatTemplate)
            throws IOException {
        if (type == SaveType.FP16) {
            throw new ModelException("a weight of bigram is 70000.0, too large for fp16");
        }
        Files.createDirectory(folder);
        write(folder.resolve("model.bin"), weights);
        return Map.of();
    }

    @Override
    public void saveOptimizer(Path file) throws IOException {
        double[] all = new double[2 * SIZE + 1];
        System.arraycopy(first, 0, all, 0, SIZE);
        System.arraycopy(second, 0, all, SIZE, SIZE);
        all[2 * SIZE] = steps;
        write(file, all);
    }

    @Override
    public void loadOptimizer(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            for (int i = 0; i < SIZE; i++) {
                first[i] = in.readDouble();
            }
            for (int i = 0; i < SIZE; i++) {
                second[i] = in.readDouble();
            }
            steps = (long) in.readDouble();
        }
    }

    private static void write(Path file, double[] values) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(file)))) {
            for (double value : values) {
                out.writeDouble(value);
            }
        }
    }

    @Override
    public void close() {}
}
