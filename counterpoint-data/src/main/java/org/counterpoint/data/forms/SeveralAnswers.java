package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.rows.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rows of a prompt with several answers, rated or ranked or not. */
non-sealed interface SeveralAnswers extends RowForm {
    /**
     * An answer in its row.
     *
     * @param path its place there
     * @param model null where the row names none
     */
    record Item(
            String path,
            @Nullable String model,
            int sample,
            String text,
            @Nullable String finish,
            Map<String, Double> ratings,
            @Nullable Double rank) {

        /** What the keys of an object say that holds an answer, but for its text. */
        static Item of(JsonNode item, String path, String text) throws RowFault {
            return new Item(
                    path,
                    Fields.model(item),
                    Fields.sample(item, path + "."),
                    text,
                    Fields.optionalText(item, path + ".", "finish"),
                    Numbers.ratings(item),
                    Numbers.optional(item, path + ".", "rank"));
        }
    }

    /** Reads one of the answers. */
    @FunctionalInterface
    interface ItemReader {
        Item read(JsonNode item, String path) throws RowFault;
    }

    /**
     * The answers in their order.
     *
     * @param faults takes what is wrong with one of them
     */
    List<Item> items(JsonNode row, FaultSink faults) throws RowFault;

    /** Takes what is wrong with one answer, or throws it where a row must be whole. */
    @FunctionalInterface
    interface FaultSink {
        void accept(RowFault fault) throws RowFault;
    }

    /** The elements of a list, each read by itself. */
    static List<Item> each(JsonNode row, String list, FaultSink faults, ItemReader reader) throws RowFault {
        List<Item> items = new ArrayList<>();
        int number = 0;
        for (JsonNode item : Fields.array(row, "", list)) {
            String path = list + "[" + number++ + "]";
            try {
                items.add(reader.read(item, path));
            } catch (RowFault fault) {
                faults.accept(fault);
            }
        }
        if (number == 0) {
            throw new RowFault(Reasons.MISSING_FIELD, "'" + list + "' is empty");
        }
        return items;
    }

    @Override
    default List<Answer> answers(Row.Valid row, AnswerContext context, Consumer<RowFault> faults) throws RowFault {
        Prompt prompt = prompt(row.json());
        String id = Fields.id(row.json());
        List<Answer> answers = new ArrayList<>();
        int number = 0;
        for (Item item : items(row.json(), faults::accept)) {
            String given = context.model();
            String model = given == null ? item.model : given;
            if (model == null) {
                faults.accept(new RowFault(
                        Reasons.UNKNOWN_MODEL, "nothing names the model of '" + item.path + "'; give MODEL=FILE"));
                continue;
            }
            // Whoever calls all answers of a row one model's makes them its samples.
            int sample = given == null ? item.sample : number;
            number++;
            answers.add(new Answer(
                    id, prompt, model, sample, item.text, item.finish, item.ratings, item.rank, row.origin()));
        }
        return answers;
    }

    /** The row as a group whose pairs follow from its ranks; null where no answer is left, each being in the ledger. */
    default @Nullable ResponseGroup group(JsonNode row, Origin origin, Ledger ledger) throws RowFault {
        Prompt prompt = prompt(row);
        List<Item> items = items(row, fault -> {
            throw fault;
        });
        if (items.stream().anyMatch(item -> item.rank == null)) {
            throw new RowFault(
                    Reasons.MISSING_FIELD,
                    "the row has several answers and no rank for each; 'pairs' with --order or --order-by rating makes"
                            + " groups of it");
        }
        boolean named = items.stream().allMatch(item -> item.model != null);
        return GroupAssembly.ranked(groupId(row, prompt), prompt, responses(items, origin), named, origin, ledger);
    }

    /** The answers as responses, each at its rank. */
    static List<Response> responses(List<Item> items, Origin origin) {
        List<Integer> ranks =
                Numbers.ranks(items.stream().<@Nullable Double>map(Item::rank).toList());
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            responses.add(new Response(
                    item.model == null ? "rank" + ranks.get(i) : item.model,
                    item.sample,
                    item.text,
                    0,
                    ranks.get(i),
                    item.finish,
                    item.ratings.get("rating"),
                    origin));
        }
        return responses;
    }

    static String groupId(JsonNode row, Prompt prompt) throws RowFault {
        String id = Fields.id(row);
        return id == null ? PromptIds.of(prompt) : id;
    }
}
