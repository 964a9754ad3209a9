package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Message;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.jspecify.annotations.Nullable;

/** The parts from which codecs are put together. Texts may be of any length, unlike those of {@link DataOutput}. */
public final class SpillValues {
    private static final Role[] ROLES = Role.values();

    private SpillValues() {}

    public static void writeText(@Nullable String text, DataOutput out) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public static String readText(DataInput in) throws IOException {
        String text = readNullableText(in);
        if (text == null) {
            throw new IOException("a scratch file does not hold what was written to it");
        }
        return text;
    }

    public static @Nullable String readNullableText(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static void writePrompt(Prompt prompt, DataOutput out) throws IOException {
        if (prompt instanceof Prompt.Plain plain) {
            out.writeInt(-1);
            writeText(plain.text(), out);
        } else if (prompt instanceof Prompt.Chat chat) {
            out.writeInt(chat.messages().size());
            for (Message message : chat.messages()) {
                out.writeByte(message.role().ordinal());
                writeText(message.content(), out);
            }
        }
    }

    public static Prompt readPrompt(DataInput in) throws IOException {
        int size = in.readInt();
        if (size < 0) {
            return new Prompt.Plain(readText(in));
        }
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            messages.add(new Message(ROLES[in.readByte()], readText(in)));
        }
        return new Prompt.Chat(messages);
    }

    public static void writeOrigin(Origin origin, DataOutput out) throws IOException {
        writeText(origin.file(), out);
        out.writeLong(origin.line());
        out.writeLong(origin.element());
    }

    public static Origin readOrigin(DataInput in) throws IOException {
        return new Origin(readText(in), in.readLong(), in.readLong());
    }

    /** A number that may be absent; NaN stands for that. */
    public static void writeNumber(@Nullable Double number, DataOutput out) throws IOException {
        out.writeDouble(number == null ? Double.NaN : number);
    }

    public static @Nullable Double readNumber(DataInput in) throws IOException {
        double number = in.readDouble();
        return Double.isNaN(number) ? null : number;
    }

    /** Numbers by name. */
    public static void writeNumbers(Map<String, Double> numbers, DataOutput out) throws IOException {
        out.writeInt(numbers.size());
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            writeText(number.getKey(), out);
            out.writeDouble(number.getValue());
        }
    }

    public static Map<String, Double> readNumbers(DataInput in) throws IOException {
        int size = in.readInt();
        if (size == 0) {
            return Map.of();
        }
        Map<String, Double> numbers = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            numbers.put(readText(in), in.readDouble());
        }
        return numbers;
    }

    /** Heap bytes of a text, reckoned as two a character. */
    public static long weight(@Nullable String text) {
        return text == null ? 0 : 56 + 2L * text.length();
    }

    /** Heap bytes of a prompt. */
    public static long weight(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return 32 + weight(plain.text());
        }
        return ((Prompt.Chat) prompt)
                .messages().stream().mapToLong(m -> 32 + weight(m.content())).sum();
    }
}
