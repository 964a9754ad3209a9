package org.counterpoint.app.ranks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.answer.generate.BatchModel;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.train.ranks.RankTasks;
import org.counterpoint.train.ranks.Ranks;
import org.jspecify.annotations.Nullable;

/** Answers a batch a rank at a time; each rank loads the model when it is handed the first. */
final class SharedBatches implements BatchModel {
    private final Ranks ranks;
    private final GenerateSettings settings;
    private @Nullable BatchModel model;

    SharedBatches(Ranks ranks, GenerateSettings settings) {
        this.ranks = ranks;
        this.settings = settings;
    }

    @Override
    public int positions() {
        return BatchModel.positions(settings);
    }

    @Override
    public int atOnce() {
        return ranks.size();
    }

    @Override
    public List<Generator.Generated> generate(List<Generator.Request> requests, Set<Integer> endTokens) {
        return answer(List.of(requests), endTokens).get(0);
    }

    @Override
    public List<List<Generator.Generated>> answer(List<List<Generator.Request>> batches, Set<Integer> endTokens) {
        try {
            List<byte[]> tasks = new ArrayList<>();
            for (List<Generator.Request> batch : batches) {
                tasks.add(task(batch, endTokens));
            }
            List<List<Generator.Generated>> answers = new ArrayList<>();
            for (byte[] answer : RankTasks.share(ranks, tasks, this::work)) {
                answers.add(generated(answer));
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a rank that does not lead, until nothing is left. */
    void help() throws IOException {
        RankTasks.help(ranks, this::work);
    }

    private byte[] work(byte[] task) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(task));
        Set<Integer> endTokens = new TreeSet<>();
        for (int token : ints(in)) {
            endTokens.add(token);
        }
        List<Generator.Request> requests = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            long seed = in.readLong();
            requests.add(new Generator.Request(ints(in), seed));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(requests.size());
        for (Generator.Generated generated : opened().generate(requests, endTokens)) {
            write(generated.tokens(), out);
            out.writeBoolean(generated.stopped());
        }
        return bytes.toByteArray();
    }

    private BatchModel opened() {
        BatchModel known = model;
        if (known == null) {
            known = BatchModel.here(settings);
            model = known;
        }
        return known;
    }

    private static byte[] task(List<Generator.Request> batch, Set<Integer> endTokens) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        write(endTokens.stream().mapToInt(Integer::intValue).toArray(), out);
        out.writeInt(batch.size());
        for (Generator.Request request : batch) {
            out.writeLong(request.seed());
            write(request.prompt(), out);
        }
        return bytes.toByteArray();
    }

    private static List<Generator.Generated> generated(byte[] answer) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer));
        List<Generator.Generated> generated = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            generated.add(new Generator.Generated(ints(in), in.readBoolean(), new double[0]));
        }
        return generated;
    }

    private static void write(int[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static int[] ints(DataInputStream in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
