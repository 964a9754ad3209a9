package org.counterpoint.engine.text;

/** Whether a string is Unicode text: every surrogate is half of a pair. The native tokenizer needs that. */
final class WellFormed {
    private WellFormed() {}

    static boolean test(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
