package org.counterpoint.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The model of step times against processes whose links have a limited rate; see docs/scale.md. */
@Command(
        name = "LinkComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description =
                "Takes the same steps of SFT with several processes of one thread, each in a network namespace of its"
                        + " own, over links of several rates, and holds the times against the model. Needs root, ip and tc.")
public final class LinkComparison implements Callable<Integer> {
    private static final String BRIDGE = "cplink";
    private static final String NETWORK = "10.177.23.";
    private static final int LARGE = 1 << 16;
    /** Complete only at the end of a pass. */
    private static final String EMBEDDING = "model.embed_tokens.weight";

    @Option(names = "--model", required = true, description = "model folder with a chat template")
    private Path model = Path.of("");

    @Option(names = "--data", required = true, description = "groups or pairs")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for the runs")
    private Path out = Path.of("");

    @Option(names = "--processes", split = ",", defaultValue = "2,4", description = "default: 2,4")
    private List<Integer> processes = List.of();

    @Option(
            names = "--mbit",
            split = ",",
            defaultValue = "1000",
            description = "rates of a link, in Mbit/s (default: 1000)")
    private List<Integer> rates = List.of();

    @Option(names = "--steps", defaultValue = "6", description = "a run; the first is left out (default: 6)")
    private int steps;

    @Option(
            names = "--micro-batches",
            defaultValue = "1",
            description = "into which a process cuts its part of a step (default: 1)")
    private int microBatches;

    @Option(names = "--latency", defaultValue = "1e-4", description = "of a message, in seconds (default: 1e-4)")
    private double latency;

    @Option(names = "--set", description = "a setting of training; may be given often")
    private List<String> settings = List.of();

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    /** Medians of a run's steps. */
    private record Measured(double seconds, double exchanging, double bytes) {}

    /** Exits with 0 after the last run, 1 where one failed, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LinkComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        System.err.println(Machine.read().describe());
        Map<String, Long> sizes = sizes(model.resolve("model.safetensors"));
        StepTimeModel.Gradients gradients = new StepTimeModel.Gradients(0, 0, 0, 1);
        for (int size : processes) {
            Measured free = run(size, 0);
            gradients = new StepTimeModel.Gradients(
                    free.bytes() * size / (2.0 * (size - 1)),
                    Float.BYTES * (double) sizes.getOrDefault(EMBEDDING, 0L),
                    exchanges(sizes.values()),
                    layers(sizes.keySet()));
            StepTimeModel own = new StepTimeModel(0, gradients, latency, microBatches);
            System.out.printf(
                    Locale.ROOT,
                    "%d processes, no limit: %.3f s a step, %.3f s of it waiting for exchanges, %.1f MB sent a rank%n",
                    size,
                    free.seconds(),
                    free.exchanging(),
                    free.bytes() / 1e6);
            for (int rate : rates) {
                Measured slow = run(size, rate);
                // Both runs compute the same; what a fast link's exchange takes is waiting for the others' passes.
                double expected = own.seconds(size, rate * 1e6, free.seconds() - free.exchanging());
                System.out.printf(
                        Locale.ROOT,
                        "%d processes, %d Mbit/s: %.3f s a step, the model says %.3f (%+.0f %%)%n",
                        size,
                        rate,
                        slow.seconds(),
                        expected,
                        100 * (expected / slow.seconds() - 1));
            }
        }
        Measured alone = run(1, 0);
        table(new StepTimeModel(alone.seconds(), gradients, latency, microBatches));
        return 0;
    }

    /** Of machines that each compute as one process here does. */
    private static void table(StepTimeModel times) {
        System.out.printf(
                Locale.ROOT,
                "one process: %.3f s a step; with G = %.0f MB, k = %d, predicted seconds a step:%n%10s%12s%12s%12s%n",
                times.passes(),
                times.gradients().bytes() / 1e6,
                times.gradients().exchanges(),
                "machines",
                "1 Gbit/s",
                "10 Gbit/s",
                "100 Gbit/s");
        for (int machines = 2; machines <= 64; machines *= 2) {
            System.out.printf(
                    Locale.ROOT,
                    "%10d%12.3f%12.3f%12.3f%n",
                    machines,
                    times.seconds(machines, 1e9),
                    times.seconds(machines, 1e10),
                    times.seconds(machines, 1e11));
        }
    }

    /** @param rate of each rank's link in Mbit/s; 0 for no limit */
    private Measured run(int size, int rate) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(out.resolve(size + "-" + rate));
        try {
            List<List<String>> prefixes = network(size, rate);
            List<Process> ranks = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                ranks.add(start(rank, size, prefixes.get(rank), folder));
            }
            try {
                for (Process rank : ranks) {
                    if (rank.waitFor() != 0) {
                        throw new IllegalStateException("a rank failed; what all said is in " + folder);
                    }
                }
            } finally {
                ranks.forEach(rank -> {
                    rank.descendants().forEach(ProcessHandle::destroyForcibly);
                    rank.destroyForcibly();
                });
            }
        } finally {
            takeDown(size);
        }
        List<JsonNode> lines = Files.readAllLines(folder.resolve("run/metrics.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .skip(1) // what is done once is in the first
                .toList();
        return new Measured(
                median(lines.stream()
                        .map(line -> line.path("tokens").asDouble()
                                / line.path("tokens_per_second").asDouble())
                        .toList()),
                median(lines.stream()
                        .map(line -> line.path("seconds/ranks").asDouble(0))
                        .toList()),
                median(lines.stream()
                        .map(line -> line.path("bytes/ranks").asDouble(0))
                        .toList()));
    }

    private Process start(int rank, int size, List<String> prefix, Path folder) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                launcher.toAbsolutePath().normalize().toString(),
                "train",
                "sft",
                "--model",
                model.toString(),
                "--data",
                data.toString(),
                "--out",
                folder.resolve("run").toString(),
                "--threads",
                "1"));
        List<String> all = new ArrayList<>(List.of("steps=" + steps, "checkpoint.every=0", "ranks.timeout=300"));
        all.addAll(settings);
        if (size > 1) {
            all.add("ranks.interface=eth0");
        }
        all.forEach(setting -> command.addAll(List.of("--set", setting)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("rank-" + rank + ".log").toFile());
        if (size > 1) {
            builder.environment()
                    .putAll(Map.of(
                            "RANK",
                            "" + rank,
                            "WORLD_SIZE",
                            "" + size,
                            "MASTER_ADDR",
                            NETWORK + 1,
                            "MASTER_PORT",
                            "29577"));
        }
        return builder.start();
    }

    /**
     * Makes a namespace a rank, all on one bridge.
     *
     * @return what each rank's command begins with
     */
    private static List<List<String>> network(int size, int rate) throws IOException, InterruptedException {
        if (size == 1) {
            return List.of(List.of());
        }
        List<List<String>> prefixes = new ArrayList<>();
        does("ip", "link", "add", BRIDGE, "type", "bridge");
        does("ip", "link", "set", BRIDGE, "up");
        for (int rank = 0; rank < size; rank++) {
            String space = BRIDGE + rank;
            does("ip", "netns", "add", space);
            does("ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
            does("ip", "link", "set", space, "master", BRIDGE, "up");
            List<String> inside = List.of("ip", "netns", "exec", space);
            does("ip", "-n", space, "address", "add", NETWORK + (rank + 1) + "/24", "dev", "eth0");
            does("ip", "-n", space, "link", "set", "lo", "up");
            does("ip", "-n", space, "link", "set", "eth0", "up");
            if (rate > 0) {
                does(
                        "tc",
                        "-n",
                        space,
                        "qdisc",
                        "add",
                        "dev",
                        "eth0",
                        "root",
                        "tbf",
                        "rate",
                        rate + "mbit",
                        "burst",
                        "256kb",
                        "latency",
                        "100ms");
            }
            prefixes.add(inside);
        }
        return prefixes;
    }

    private static void takeDown(int size) throws IOException, InterruptedException {
        for (int rank = 0; size > 1 && rank < size; rank++) {
            new ProcessBuilder("ip", "netns", "delete", BRIDGE + rank).start().waitFor();
        }
        if (size > 1) {
            new ProcessBuilder("ip", "link", "delete", BRIDGE).start().waitFor();
        }
    }

    private static void does(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    /** One a matrix of more than 65,536 numbers, and one for all smaller ones. */
    static int exchanges(Collection<Long> sizes) {
        return Math.toIntExact(sizes.stream().filter(size -> size > LARGE).count() + 1);
    }

    /** Numbers of the tensors; those that the engine stacks have a name together. */
    static Map<String, Long> sizes(Path safetensors) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(safetensors))) {
            long length = ByteBuffer.wrap(in.readNBytes(Long.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            JsonNode header = JsonMapper.shared().readTree(in.readNBytes(Math.toIntExact(length)));
            Map<String, Long> sizes = new TreeMap<>();
            header.forEachEntry((name, tensor) -> {
                if (!name.equals("__metadata__")) {
                    long numbers = StreamSupport.stream(tensor.path("shape").spliterator(), false)
                            .mapToLong(JsonNode::asLong)
                            .reduce(1, Math::multiplyExact);
                    sizes.merge(stacked(name), numbers, Long::sum);
                }
            });
            return sizes;
        }
    }

    static int layers(Collection<String> names) {
        return Math.toIntExact(names.stream()
                .filter(name -> name.contains(".layers."))
                .map(name -> name.replaceFirst(".*\\.layers\\.([0-9]+)\\..*", "$1"))
                .distinct()
                .count());
    }

    private static String stacked(String name) {
        return name.replaceFirst("[qkv]_proj", "qkv_proj").replaceFirst("(gate|up)_proj", "gate_up_proj");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
