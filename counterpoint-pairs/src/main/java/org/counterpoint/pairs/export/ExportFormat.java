package org.counterpoint.pairs.export;

import java.util.List;
import java.util.Locale;
import org.counterpoint.data.Message;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import org.counterpoint.data.write.JsonForms;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A form of pairs that another program reads. */
public enum ExportFormat {
    /** TRL's conversational preferences with an explicit prompt. */
    TRL("preference.jsonl", "TRL (conversational): load_dataset(\"json\", data_files=\"preference.jsonl\")") {
        @Override
        @Nullable
        ObjectNode row(ResponseGroup group, Pair pair) {
            return conversational(group, pair, "prompt", true);
        }
    },
    /** TRL's standard preferences: three texts. */
    TRL_STANDARD("preference.jsonl", "TRL (standard): load_dataset(\"json\", data_files=\"preference.jsonl\")") {
        @Override
        @Nullable
        ObjectNode row(ResponseGroup group, Pair pair) {
            String prompt = onlyText(group.prompt());
            return prompt == null
                    ? null
                    : named(group, pair)
                            .put("prompt", prompt)
                            .put("chosen", chosen(group, pair).text())
                            .put("rejected", rejected(group, pair).text());
        }

        @Override
        String objection() {
            return "the prompt is more than one message of the user, which a text cannot say; --format trl can";
        }
    },
    /** LLaMA-Factory's ShareGPT form for rankings, with OpenAI's tags. */
    LLAMAFACTORY("preference.json", "LLaMA-Factory: dataset_dir: this folder, dataset: preference") {
        @Override
        @Nullable
        ObjectNode row(ResponseGroup group, Pair pair) {
            return alternates(group.prompt()) ? conversational(group, pair, "messages", false) : null;
        }

        @Override
        String objection() {
            return "LLaMA-Factory skips a prompt whose turns are not the user's (or a tool's) and the assistant's in"
                    + " turn, after at most one system message, and plain text; --format trl can say messages,"
                    + " --format trl-standard plain text";
        }
    },
    /** OpenRLHF's three keys, each a list of messages. */
    OPENRLHF(
            "preference.jsonl",
            "OpenRLHF: prompt_key prompt, chosen_key chosen, rejected_key rejected, apply_chat_template") {
        @Override
        @Nullable
        ObjectNode row(ResponseGroup group, Pair pair) {
            return conversational(group, pair, "prompt", true);
        }
    },
    /** NeMo-RL's ranked completions. */
    NEMO_RL("preference.jsonl", "NeMo-RL: dataset_name: PreferenceDataset, data_path: preference.jsonl") {
        @Override
        @Nullable
        ObjectNode row(ResponseGroup group, Pair pair) {
            if (!(group.prompt() instanceof Prompt.Chat chat)) {
                return null;
            }
            ObjectNode row = named(group, pair);
            row.set("context", JsonForms.messages(chat.messages()));
            ArrayNode completions = row.putArray("completions");
            completions.addObject().put("rank", 0).set("completion", answer(chosen(group, pair)));
            completions.addObject().put("rank", 1).set("completion", answer(rejected(group, pair)));
            return row;
        }
    },
    /** Axolotl's chat_template.default of its DPO types. */
    AXOLOTL("preference.jsonl", "Axolotl: rl: dpo, type: chat_template.default, field_messages: messages") {
        @Override
        @Nullable
        ObjectNode row(ResponseGroup group, Pair pair) {
            return conversational(group, pair, "messages", false);
        }
    },
    /** TRL's conversational columns, and the scores, as a table. */
    PARQUET(
            "preference.parquet",
            "any reader of Parquet: load_dataset(\"parquet\", data_files=\"preference.parquet\")") {
        @Override
        @Nullable
        ObjectNode row(ResponseGroup group, Pair pair) {
            ObjectNode row = conversational(group, pair, "prompt", true);
            if (row != null) {
                ObjectNode scores = row.putObject("scores");
                pair.scores().forEach(scores::put);
            }
            return row;
        }
    };

    private final String file;
    private final String use;

    ExportFormat(String file, String use) {
        this.file = file;
        this.use = use;
    }

    /** The row of a pair; null where the form cannot say it. */
    @Nullable
    abstract ObjectNode row(ResponseGroup group, Pair pair);

    /** Why a pair has no row, for a person. */
    String objection() {
        return "the prompt is plain text, which this form of messages cannot say; --format trl-standard can";
    }

    /** The name of the file of rows. */
    public String file() {
        return file;
    }

    /** How it is opened, for the card. */
    public String use() {
        return use;
    }

    /** The name on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the turns are as LLaMA-Factory's converter of ShareGPT's form wants them; others it drops. */
    private static boolean alternates(Prompt prompt) {
        if (!(prompt instanceof Prompt.Chat chat)) {
            return false;
        }
        List<Message> turns = chat.messages();
        turns = turns.get(0).role() == Role.SYSTEM ? turns.subList(1, turns.size()) : turns;
        for (int i = 0; i < turns.size(); i++) {
            Role role = turns.get(i).role();
            boolean fits = i % 2 == 0 ? role == Role.USER || role == Role.TOOL : role == Role.ASSISTANT;
            if (!fits) {
                return false;
            }
        }
        return turns.size() % 2 == 1;
    }

    /** @param lists whether an answer is a list of one message, or the message itself */
    private static @Nullable ObjectNode conversational(
            ResponseGroup group, Pair pair, String promptName, boolean lists) {
        if (!(group.prompt() instanceof Prompt.Chat chat)) {
            return null;
        }
        ObjectNode row = named(group, pair);
        row.set(promptName, JsonForms.messages(chat.messages()));
        ArrayNode chosen = answer(chosen(group, pair));
        ArrayNode rejected = answer(rejected(group, pair));
        row.set("chosen", lists ? chosen : chosen.get(0));
        row.set("rejected", lists ? rejected : rejected.get(0));
        return row;
    }

    private static ObjectNode named(ResponseGroup group, Pair pair) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", group.id())
                .put("type", pair.type())
                .put("chosen_model", chosen(group, pair).model())
                .put("rejected_model", rejected(group, pair).model());
    }

    private static ArrayNode answer(Response response) {
        return JsonForms.messages(List.of(new Message(Role.ASSISTANT, response.text())));
    }

    private static Response chosen(ResponseGroup group, Pair pair) {
        return group.responses().get(pair.chosen());
    }

    private static Response rejected(ResponseGroup group, Pair pair) {
        return group.responses().get(pair.rejected());
    }

    private static @Nullable String onlyText(Prompt prompt) {
        if (prompt instanceof Prompt.Chat chat) {
            List<Message> messages = chat.messages();
            return messages.size() == 1 && messages.get(0).role() == Role.USER
                    ? messages.get(0).content()
                    : null;
        }
        return ((Prompt.Plain) prompt).text();
    }
}
