package org.counterpoint.train.ranks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that rank 0 hands out in rounds, one a rank, until there are none left. Only rank 0 knows where they come from, and
 * what becomes of the answers.
 */
public final class RankTasks {
    private RankTasks() {}

    /** What any of the ranks does with a task. */
    @FunctionalInterface
    public interface Worker {
        byte[] answer(byte[] task) throws IOException;
    }

    /**
     * As rank 0, has tasks done, by itself and by the others.
     *
     * @param tasks at least one, and no more than there are ranks
     * @return the answers, in the order of the tasks
     * @throws RankException where another rank failed, with its words
     */
    public static List<byte[]> share(Ranks ranks, List<byte[]> tasks, Worker worker) throws IOException {
        if (tasks.isEmpty() || tasks.size() > ranks.size()) {
            throw new IllegalArgumentException(tasks.size() + " tasks for " + ranks.size() + " ranks");
        }
        ranks.gather(packed(tasks));
        return round(ranks, tasks, worker);
    }

    /** As rank 0, tells the others that nothing is left to do. */
    public static void finish(Ranks ranks) {
        ranks.gather(packed(List.of()));
    }

    /** As another rank, does what it is handed until nothing is left. */
    public static void help(Ranks ranks, Worker worker) throws IOException {
        for (List<byte[]> tasks = given(ranks); !tasks.isEmpty(); tasks = given(ranks)) {
            round(ranks, tasks, worker);
        }
    }

    private static List<byte[]> given(Ranks ranks) {
        return unpacked(ranks.gather(new byte[0]).get(0));
    }

    private static List<byte[]> round(Ranks ranks, List<byte[]> tasks, Worker worker) throws IOException {
        int own = ranks.rank();
        return RankWork.each(ranks, () -> own < tasks.size() ? worker.answer(tasks.get(own)) : new byte[0])
                .subList(0, tasks.size());
    }

    private static byte[] packed(List<byte[]> tasks) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(tasks.size());
            for (byte[] task : tasks) {
                out.writeInt(task.length);
                out.write(task);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory takes what is written", e);
        }
    }

    private static List<byte[]> unpacked(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            List<byte[]> tasks = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                tasks.add(in.readNBytes(in.readInt()));
            }
            return tasks;
        } catch (IOException e) {
            throw new IllegalStateException("rank 0 hands out tasks alone", e);
        }
    }
}
