package org.counterpoint.train.ranks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.data.InputException;

/**
 * Which rank a process is, and where the ranks find one another: what launchers such as torchrun, and Kubernetes'
 * operators, say in the environment.
 *
 * @param rank from 0
 * @param here which rank of its machine
 * @param address of the machine on which rank 0 runs
 * @param hosted whether the launcher itself is where the ranks meet, as torchrun is; else rank 0 is
 */
public record RankPlace(int rank, int size, Here here, String address, int port, boolean hosted) {
    public static final String RANK = "RANK";
    public static final String SIZE = "WORLD_SIZE";
    public static final String LOCAL_RANK = "LOCAL_RANK";
    public static final String LOCAL_SIZE = "LOCAL_WORLD_SIZE";
    public static final String ADDRESS = "MASTER_ADDR";
    public static final String PORT = "MASTER_PORT";
    private static final String HOSTED = "TORCHELASTIC_USE_AGENT_STORE";
    private static final int MOST_RANKS = 4096;
    private static final int LAST_PORT = 65535;

    /**
     * A rank among those of its machine.
     *
     * @param rank from 0; 0, too, where nobody says
     * @param size how many there are; 0 where nobody says
     */
    public record Here(int rank, int size) {}

    /**
     * The place that an environment gives; empty where it is none of a launcher's.
     *
     * @throws InputException where a part of it is missing or no number, or the rank is not below the size
     */
    public static Optional<RankPlace> of(Map<String, String> environment) {
        if (!environment.containsKey(RANK) && !environment.containsKey(SIZE)) {
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>();
        for (String name : List.of(RANK, SIZE, ADDRESS, PORT)) {
            if (environment.getOrDefault(name, "").isBlank()) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new InputException("the environment names a rank, but not " + String.join(", ", missing)
                    + "\n  a launcher sets " + String.join(", ", RANK, SIZE, ADDRESS, PORT)
                    + "; unset RANK and WORLD_SIZE to work with this process alone");
        }
        int size = number(environment, SIZE, 1, MOST_RANKS);
        int rank = number(environment, RANK, 0, MOST_RANKS);
        if (rank >= size) {
            throw new InputException(
                    "RANK " + rank + " is not below WORLD_SIZE " + size + "\n  ranks are numbered from 0");
        }
        return Optional.of(new RankPlace(
                rank,
                size,
                here(environment),
                environment.getOrDefault(ADDRESS, ""),
                number(environment, PORT, 1, LAST_PORT),
                environment.getOrDefault(HOSTED, "").equals("True")));
    }

    private static Here here(Map<String, String> environment) {
        int size = environment.containsKey(LOCAL_SIZE) ? number(environment, LOCAL_SIZE, 1, MOST_RANKS) : 0;
        int rank = environment.containsKey(LOCAL_RANK) ? number(environment, LOCAL_RANK, 0, MOST_RANKS) : 0;
        if (size > 0 && rank >= size) {
            throw new InputException(LOCAL_RANK + " " + rank + " is not below " + LOCAL_SIZE + " " + size
                    + "\n  ranks are numbered from 0");
        }
        return new Here(rank, size);
    }

    /** Of the ranks that a process starts on its machine. */
    static RankPlace local(int rank, int size, int port) {
        return new RankPlace(rank, size, new Here(rank, size), "127.0.0.1", port, false);
    }

    private static int number(Map<String, String> environment, String name, int least, int most) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new InputException(
                name + " is '" + text + "' in the environment; it is a number from " + least + " to " + most);
    }

    /** Whether the ranks are known to be on one machine. */
    boolean isLocal() {
        return address.equals("localhost") || address.startsWith("127.");
    }
}
