package org.counterpoint.api;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Message;
import org.counterpoint.data.OrderedPairs;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.store.WholeFile;

/**
 * Groups of answers from lists: whoever stands first in the order is preferred to all behind. A group of N different
 * answers has N(N-1)/2 pairs.
 *
 * <pre>{@code
 * List<ResponseGroup> groups = Preferences.order("gpt4", "davinci")
 *         .add("Name a colour.", Map.of("gpt4", "Blue is one.", "davinci", "colour"))
 *         .groups();
 * }</pre>
 *
 * <p>For one thread.
 */
public final class Preferences {
    private static final String MEMORY = "memory";
    private static final String CHOSEN = "chosen";
    private static final String REJECTED = "rejected";

    private final List<String> order;
    private final List<ResponseGroup> groups = new ArrayList<>();

    private Preferences(List<String> order) {
        this.order = order;
    }

    /**
     * Begins a list.
     *
     * @param strongestFirst the models' names
     * @throws InputException where there are fewer than two, or one twice
     */
    public static Preferences order(String... strongestFirst) {
        List<String> names = List.of(strongestFirst);
        if (names.size() < 2 || names.stream().distinct().count() < names.size()) {
            throw new InputException("an order has at least two models, each once, strongest first; given is " + names);
        }
        return new Preferences(names);
    }

    /** Begins a list of pairs that have no models' names. */
    public static Preferences pairs() {
        return new Preferences(List.of(CHOSEN, REJECTED));
    }

    /** Adds an answer and a worse one to a question. */
    public Preferences add(String question, String chosen, String rejected) {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put(order.get(0), chosen);
        answers.put(order.get(order.size() - 1), rejected);
        return add(question, answers);
    }

    /**
     * Adds what models answered to a question.
     *
     * @param answers by the models' names; not all of them need to have answered
     * @throws InputException where a model is not in the order, or there are no two different answers
     */
    public Preferences add(String question, Map<String, String> answers) {
        return add(List.of(new Message(Role.USER, question)), answers);
    }

    /** The same to a conversation, the last message of which is answered. */
    public Preferences add(List<Message> conversation, Map<String, String> answers) {
        int number = groups.size() + 1;
        Origin origin = new Origin(MEMORY, number);
        List<Response> responses = new ArrayList<>();
        for (String model : order) {
            String text = answers.get(model);
            if (text != null) {
                responses.add(new Response(model, text, responses.size(), null, origin));
            }
        }
        if (responses.size() < answers.size()) {
            List<String> unknown = answers.keySet().stream()
                    .filter(model -> !order.contains(model))
                    .sorted()
                    .toList();
            throw new InputException("answers are given of " + String.join(", ", unknown)
                    + ", who are not in the order " + String.join(", ", order) + " (group " + number + ")");
        }
        OrderedPairs.Result pairs = OrderedPairs.of(responses);
        if (pairs.pairs().isEmpty() || conversation.isEmpty()) {
            throw new InputException("group " + number + " has no pair: give a question and two answers that differ");
        }
        groups.add(new ResponseGroup(
                Integer.toString(number), new Prompt.Chat(conversation), responses, pairs.pairs(), origin));
        return this;
    }

    /** What was added so far. */
    public List<ResponseGroup> groups() {
        return List.copyOf(groups);
    }

    /**
     * Reads a file of groups or pairs, in any form that training takes.
     *
     * @throws InputException where it cannot be read, or a row of it cannot be used
     */
    public static List<ResponseGroup> read(Path file) {
        List<LedgerEntry> aside = new ArrayList<>();
        List<ResponseGroup> read;
        try (Stream<ResponseGroup> rows =
                TrainingData.stream(file, TrainingData.Use.PREFERENCES, aside::add, Progress.NONE)) {
            read = rows.toList();
        }
        if (!aside.isEmpty()) {
            LedgerEntry first = aside.get(0);
            throw new InputException(aside.size() + " rows of " + file + " cannot be used, the first at "
                    + first.origin() + " (" + first.reason() + ")");
        }
        return read;
    }

    /** Writes groups as {@code groups.jsonl}, whole or not at all; what was there is replaced. */
    public static void write(Path file, List<ResponseGroup> groups) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path work = WholeFile.beside(file);
            try (OutputStream out = Files.newOutputStream(work)) {
                JsonBytes parts = new JsonBytes();
                JsonBytes line = new JsonBytes();
                for (ResponseGroup group : groups) {
                    line.clear();
                    new GroupLines(group, parts).group(line).endLine().writeTo(out);
                }
            }
            WholeFile.publish(work, file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
