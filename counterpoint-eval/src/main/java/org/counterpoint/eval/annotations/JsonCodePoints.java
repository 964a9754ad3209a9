package org.counterpoint.eval.annotations;

/** One code point within a JSON string, escaped or in UTF-8, read from its bytes. A 0 ends the text. */
final class JsonCodePoints {
    private JsonCodePoints() {}

    /** How many bytes the escaped code point takes that begins here. */
    static int escape(byte[] bytes, int i) throws JsonWalker.Unusual {
        byte named = bytes[i + 1];
        if (named != 'u') {
            if (named == 0 || "\"\\/bfnrt".indexOf(named) < 0) {
                throw new JsonWalker.Unusual();
            }
            return 2;
        }
        char unit = unit(bytes, i);
        if (!Character.isSurrogate(unit)) {
            return 6;
        }
        if (Character.isHighSurrogate(unit)
                && bytes[i + 6] == '\\'
                && bytes[i + 7] == 'u'
                && Character.isLowSurrogate(unit(bytes, i + 6))) {
            return 12;
        }
        throw new JsonWalker.Unusual();
    }

    private static char unit(byte[] bytes, int escape) throws JsonWalker.Unusual {
        int unit = 0;
        for (int k = 2; k < 6; k++) {
            int digit = Character.digit(bytes[escape + k], 16);
            if (digit < 0) {
                throw new JsonWalker.Unusual();
            }
            unit = 16 * unit + digit;
        }
        return (char) unit;
    }

    /** How many bytes the code point beyond ASCII takes that begins here (Unicode 15, table 3-7). */
    static int sequence(byte[] bytes, int i) throws JsonWalker.Unusual {
        int lead = bytes[i] & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) { // the 0 at the end among them
            throw new JsonWalker.Unusual();
        }
        int second = bytes[i + 1] & 0xFF;
        boolean right;
        int length;
        if (lead <= 0xDF) {
            length = 2;
            right = second >= 0x80 && second <= 0xBF;
        } else if (lead <= 0xEF) {
            length = 3;
            right = second >= (lead == 0xE0 ? 0xA0 : 0x80)
                    && second <= (lead == 0xED ? 0x9F : 0xBF)
                    && follows(bytes, i + 2);
        } else {
            length = 4;
            right = second >= (lead == 0xF0 ? 0x90 : 0x80)
                    && second <= (lead == 0xF4 ? 0x8F : 0xBF)
                    && follows(bytes, i + 2)
                    && follows(bytes, i + 3);
        }
        if (!right) {
            throw new JsonWalker.Unusual();
        }
        return length;
    }

    private static boolean follows(byte[] bytes, int i) {
        return (bytes[i] & 0xC0) == 0x80;
    }

    /** The UTF-16 unit of the escape that begins here. */
    static char escaped(byte[] bytes, int i) throws JsonWalker.Unusual {
        return switch (bytes[i + 1]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit(bytes, i);
            default -> (char) bytes[i + 1];
        };
    }
}
