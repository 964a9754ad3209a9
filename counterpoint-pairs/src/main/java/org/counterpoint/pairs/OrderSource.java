package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where it is known from who is stronger. */
public sealed interface OrderSource {

    /** Somebody says so. */
    record Declared(ModelOrder order) implements OrderSource {
        @Override
        public String toString() {
            return order.toString();
        }
    }

    /** Each row says how good its answer is. */
    record InData(AnswerOrder.Field field) implements OrderSource {
        @Override
        public String toString() {
            return "by " + field.wireName();
        }
    }

    /**
     * Estimated from a judge's verdicts.
     *
     * @param files annotations
     */
    record FromVerdicts(List<Path> files, Undecided undecided) implements OrderSource {
        public FromVerdicts {
            files = List.copyOf(files);
        }

        @Override
        public String toString() {
            return "from " + files.stream().map(Path::toString).collect(Collectors.joining(" ")) + ", undecided "
                    + undecided.wireName();
        }
    }

    /** What to do about two models that the verdicts cannot tell apart. */
    enum Undecided {
        /** Nothing is written. */
        REFUSE,
        /** Their answers make no pair; those of other models do. */
        DROP,
        /** The estimated order is taken as it is. */
        KEEP;

        /** The name on the command line. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
