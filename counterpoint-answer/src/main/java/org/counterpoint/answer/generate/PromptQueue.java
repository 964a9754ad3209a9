package org.counterpoint.answer.generate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Message;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.forms.PromptReader;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a file as batches. Batches are cut within windows of some batches, prompts of like length together;
 * where they are cut depends on the file and the settings only, so that a resumed run computes the same ones.
 */
final class PromptQueue implements AutoCloseable {

    private static final int BATCHES_A_WINDOW = 16;

    private final PromptReader reader;
    private final TextCodec codec;
    private final Ledger ledger;
    private final int longest;
    private final int samples;
    private final int batchSize;
    private int places;

    /**
     * An answer to be made.
     *
     * @param place in the output, from 0
     * @param sample which of the prompt's answers, from 0
     */
    record Item(int place, PromptRow row, int[] tokens, int sample) {}

    /** @param longest a prompt of as many tokens or more is set aside */
    PromptQueue(Path data, TextCodec codec, Ledger ledger, int longest, int samples, int batchSize) {
        this.reader = new PromptReader(data, ledger, Progress.NONE);
        this.codec = codec;
        this.ledger = ledger;
        this.longest = longest;
        this.samples = samples;
        this.batchSize = batchSize;
    }

    /** The next window's batches; empty at the end. */
    List<List<Item>> nextWindow() {
        List<Item> window = new ArrayList<>();
        while (window.size() < BATCHES_A_WINDOW * batchSize) {
            PromptRow row = reader.next();
            if (row == null) {
                break;
            }
            int[] tokens = encode(row);
            for (int sample = 0; tokens != null && sample < samples; sample++) {
                window.add(new Item(places++, row, tokens, sample));
            }
        }
        window.sort(Comparator.comparingInt(item -> item.tokens().length));
        List<List<Item>> batches = new ArrayList<>();
        for (int start = 0; start < window.size(); start += batchSize) {
            batches.add(List.copyOf(window.subList(start, Math.min(start + batchSize, window.size()))));
        }
        return batches;
    }

    private int @Nullable [] encode(PromptRow row) {
        PromptText text = text(row.prompt());
        if (text instanceof PromptText.Chat && codec.chatTemplateSource() == null) {
            return codec.encodePrompt(text); // Says that no prompt of this file can be rendered.
        }
        try {
            int[] tokens = codec.encodePrompt(text);
            if (tokens.length == 0) {
                return setAside(row, "empty_prompt", "no token is left of the prompt");
            }
            if (tokens.length >= longest) {
                return setAside(
                        row,
                        "too_long",
                        "the prompt has " + tokens.length + " tokens, the model " + longest + " positions");
            }
            return tokens;
        } catch (ModelException e) {
            return setAside(row, "template_error", String.valueOf(e.getMessage()));
        }
    }

    private int @Nullable [] setAside(PromptRow row, String reason, String detail) {
        ledger.add(new LedgerEntry(LedgerEntry.Kind.ROW, row.origin(), row.id(), reason, detail));
        return null;
    }

    private static PromptText text(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return new PromptText.Plain(plain.text());
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (Message message : ((Prompt.Chat) prompt).messages()) {
            messages.add(new ChatMessage(message.role().wireName(), message.content()));
        }
        return new PromptText.Chat(messages);
    }

    @Override
    public void close() {
        reader.close();
    }
}
