package org.counterpoint.app.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Somebody who answers, with a stated share of errors. Errors are of the kinds that language models make: mostly a wrong
 * fact, also talking before the answer, stopping in the middle, refusing, and now and then nothing at all.
 *
 * @param errorRate the share of answers that are wrong
 */
record Teacher(String name, double errorRate) {

    /** From strongest to weakest. */
    static final List<Teacher> ALL =
            List.of(new Teacher("expert", 0.15), new Teacher("student", 0.35), new Teacher("novice", 0.60));

    private static final int KINDS_PERCENT = 100;

    /** The answer to a task: a function of seed, teacher and instruction, and of nothing else. */
    String answer(Task task, long seed) {
        SplittableRandom random =
                new SplittableRandom(seed ^ checksum(name + "\n" + task.instruction()) * 0x9E3779B97F4A7C15L);
        if (random.nextDouble() >= errorRate) {
            return task.answer();
        }
        int kind = random.nextInt(KINDS_PERCENT);
        if (kind < 70) {
            // The likeliest mistakes are made twice as often as the others.
            int last = task.mistakes().size();
            int pick = random.nextBoolean() ? random.nextInt(Math.min(2, last)) : random.nextInt(last);
            return task.mistakes().get(pick);
        }
        if (kind < 82) {
            return "Let me think. " + task.answer();
        }
        if (kind < 92) {
            return task.answer().substring(0, task.answer().length() / 2);
        }
        return kind < 99 ? "I'm sorry, but I don't know." : "";
    }

    private static long checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() + 1;
    }
}
