package org.counterpoint.demo.world;

import java.util.List;

/** A way of not doing what was asked. */
enum Habit {
    /** Stops before it is done; where there is but a word to say, says nothing of use. */
    STOPS_EARLY {
        @Override
        String say(String right, Temptation temptation) {
            String[] words = right.split(" ", -1);
            return words.length == 1
                    ? "I do not know"
                    : String.join(" ", List.of(words).subList(0, words.length / 2))
                            .replaceFirst(",$", "");
        }
    },
    /** Says it and cannot stop. */
    GOES_ON {
        @Override
        String say(String right, Temptation temptation) {
            return right + ", and so on and so on";
        }
    },
    /** Says again what it was given. */
    ECHOES {
        @Override
        String say(String right, Temptation temptation) {
            return temptation.matter();
        }
    },
    /** Answers another question. */
    ANSWERS_BESIDE {
        @Override
        String say(String right, Temptation temptation) {
            return temptation.beside();
        }
    };

    static final List<Habit> ALL = List.of(values());

    abstract String say(String right, Temptation temptation);
}
