package org.counterpoint.engine.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.ModelPlace;
import org.jspecify.annotations.Nullable;

/**
 * Text to tokens and back, as one model wants it: its tokenizer, its chat template, its end tokens.
 *
 * <p>A conversation is rendered by the template twice, once without the answer ({@code
 * add_generation_prompt}) and once with it; both are tokenised without added special tokens, because the
 * template writes them itself. A plain prompt uses no template: the special tokens that the tokenizer's
 * post-processor puts in front come before it, the answer follows directly, and the tokenizer's {@code
 * eos_token} is appended to the answer's text unless the answer ends with it.
 *
 * <p>Compared with TRL 1.16.0 ({@code DPOTrainer._prepare_dataset}; the SFT trainer does the same): the
 * same texts are tokenised, each as one, the end token is appended as text before tokenising, and the
 * answer begins where the prompt's tokens and the full text's diverge, at the earlier place of the
 * two answers, which is {@link Boundary#SPLIT} for a group of two. Two differences. TRL leaves a prompt's
 * tokenisation as the post-processor makes it, so one that also appends an end token gives a second one
 * after TRL's; here only what stands in front is used. And TRL needs an {@code eos_token}; without one nothing
 * is appended here, and {@link #notices} says so.
 *
 * <p>Safe for use by several threads.
 */
public final class TextCodec implements AutoCloseable {
    private final NativeTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final @Nullable String eosToken;
    private final @Nullable ChatRenderer renderer;
    private final @Nullable TemplateSource template;
    private final SortedSet<Integer> endTokens;
    private final Set<String> endTexts;
    private final int[] leading;
    private final boolean appendEos;
    private final @Nullable Boolean endsAnswers;
    private final List<String> notices;
    private final String identity;
    private final Path folder;

    private TextCodec(Path folder, Path config, @Nullable String chatTemplate, boolean appendEos) {
        ModelPlace.require(folder);
        TokenizerFile file = TokenizerFile.read(folder);
        SpecialTokens specialTokens = file.special();
        this.folder = folder;
        this.appendEos = appendEos;
        this.vocabulary = file.vocabulary();
        this.eosToken = specialTokens.eos();
        Integer eosId = eosToken == null ? null : vocabulary.ids().get(eosToken);
        if (eosToken != null && eosId == null) {
            throw new ModelException("eos_token \"" + eosToken + "\" is not in the vocabulary\n  in "
                    + folder.resolve("tokenizer_config.json"));
        }
        if (appendEos && eosToken == null) {
            throw new ModelException("append_eos needs an end token, and the tokenizer names none"
                    + "\n  set \"eos_token\" in " + folder.resolve("tokenizer_config.json"));
        }
        this.endTokens = EndTokens.read(config, eosId);
        this.template = TemplateSource.find(folder, chatTemplate);
        this.renderer = template == null ? null : new ChatRenderer(template, specialTokens);
        this.identity = Identity.of(file.json(), template, specialTokens, appendEos);
        this.tokenizer = NativeTokenizer.of(file.json(), folder.resolve("tokenizer.json"));
        this.leading = leadingTokens(tokenizer);
        this.endTexts = endTexts();
        List<String> probed = new ArrayList<>();
        this.endsAnswers = probe(probed);
        this.notices = notices(probed);
    }

    /**
     * Opens a model's tokenizer and template.
     *
     * @param modelFolder an adapter's, whose base has what it lacks, or holds tokenizer.json and, where the model has them, tokenizer_config.json,
     *     special_tokens_map.json, chat_template.jinja, generation_config.json, config.json
     * @param chatTemplate a file or a built-in name (chatml, alpaca); null for the model's own
     * @param appendEos whether an answer whose rendering ends with none of the end tokens gets the tokenizer's
     * @throws ModelException where a file is missing or wrong
     */
    public static TextCodec open(Path modelFolder, @Nullable String chatTemplate, boolean appendEos) {
        return open(modelFolder, null, chatTemplate, appendEos);
    }

    /**
     * The same.
     *
     * @param adapterBase where the base of a folder with an adapter is; null for where the adapter says
     */
    public static TextCodec open(
            Path modelFolder, @Nullable Path adapterBase, @Nullable String chatTemplate, boolean appendEos) {
        if (!AdapterFolder.isOne(modelFolder)) {
            return new TextCodec(modelFolder, modelFolder, chatTemplate, appendEos);
        }
        Path base;
        try (AdapterFolder adapter = AdapterFolder.open(modelFolder)) {
            base = adapter.base(adapterBase);
        }
        return new TextCodec(AdapterFolder.withTokenizer(modelFolder, base), base, chatTemplate, appendEos);
    }

    /**
     * The prompt with each of its responses.
     *
     * @throws ModelException for a conversation where there is no template
     */
    public EncodedGroup encode(PromptText prompt, List<String> responses, Boundary boundary) {
        Texts texts =
                prompt instanceof PromptText.Chat chat ? chatTexts(chat, responses) : plainTexts(prompt, responses);
        if (texts.failure() != null) {
            return EncodedGroup.setAside(responses.size(), texts.failure());
        }
        int[] front = prompt instanceof PromptText.Plain ? leading : new int[0];
        int[][] ids = tokenizer.encode(texts.all(), false);
        List<int @Nullable []> full = new ArrayList<>();
        for (int i = 0, next = 1; i < responses.size(); i++) {
            full.add(texts.reasons().get(i) == null ? concatenate(front, ids[next++]) : null);
        }
        return Seam.cut(concatenate(front, ids[0]), full, texts.reasons(), boundary);
    }

    /**
     * The prompt alone, to be continued by generation.
     *
     * @throws ModelException for a conversation where there is no template, or that the template refuses
     */
    public int[] encodePrompt(PromptText prompt) {
        String text;
        int[] front = new int[0];
        if (prompt instanceof PromptText.Chat chat) {
            text = renderer().render(chat.messages(), true);
        } else {
            text = ((PromptText.Plain) prompt).text();
            front = leading;
        }
        if (!WellFormed.test(text)) {
            throw new ModelException("the prompt holds a lone surrogate, which is not text");
        }
        return concatenate(front, tokenizer.encode(List.of(text), false)[0]);
    }

    /** The text of the tokens, special tokens left out. */
    public String decode(int[] tokens) {
        for (int token : tokens) {
            if (token < 0) {
                throw new IllegalArgumentException("a token id must not be negative: " + token);
            }
        }
        return tokenizer.decode(tokens);
    }

    /** The text of one token, a special one as it is written. */
    public String token(int id) {
        return tokenizer.token(id);
    }

    /** The largest token id plus one, added tokens included. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /**
     * Refuses a tokenizer that was made for another model.
     *
     * @param modelVocabularySize {@code vocab_size} of config.json
     * @throws ModelException where the tokenizer has ids that the model's embedding does not
     */
    public void requireFits(int modelVocabularySize) {
        if (vocabulary.size() > modelVocabularySize) {
            throw new ModelException("the tokenizer does not fit the model: its largest token id is "
                    + (vocabulary.size() - 1) + " (\"" + vocabulary.last() + "\"), and the model's vocab_size is "
                    + modelVocabularySize
                    + "\n  in " + folder + "\n  use the tokenizer that the model was trained with");
        }
    }

    /** The ids at which generation stops: generation_config.json's, config.json's and the tokenizer's own. */
    public SortedSet<Integer> endTokens() {
        return endTokens;
    }

    /** What a user should know before training with this tokenizer and template. */
    public List<String> notices() {
        return notices;
    }

    /** A hash of everything that decides which tokens a text becomes. */
    public String identity() {
        return identity;
    }

    /** The template's text, to be saved with a checkpoint; null where there is none. */
    public @Nullable String chatTemplateSource() {
        return template == null ? null : template.text();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /**
     * The texts of a group.
     *
     * @param all the prompt's, then the full text of each response without a reason
     * @param failure why nothing of the group can be used, null where it can
     */
    private record Texts(
            List<String> all,
            List<@Nullable String> reasons,
            @Nullable String failure) {}

    private Texts chatTexts(PromptText.Chat chat, List<String> responses) {
        ChatRenderer chosen = renderer();
        List<String> all = new ArrayList<>();
        List<@Nullable String> reasons = new ArrayList<>();
        try {
            all.add(chosen.render(chat.messages(), true));
        } catch (ModelException e) {
            return new Texts(all, reasons, "template_error: " + e.getMessage());
        }
        if (!WellFormed.test(all.get(0))) {
            return new Texts(all, reasons, "bad_encoding: a lone surrogate in the prompt");
        }
        for (String response : responses) {
            try {
                String text = chosen.renderAnswered(chat.messages(), response);
                add(text + missingEnd(text), all, reasons);
            } catch (ModelException e) {
                reasons.add("template_error: " + e.getMessage());
            }
        }
        return new Texts(all, reasons, null);
    }

    private Texts plainTexts(PromptText prompt, List<String> responses) {
        String text = ((PromptText.Plain) prompt).text();
        List<String> all = new ArrayList<>(List.of(text));
        List<@Nullable String> reasons = new ArrayList<>();
        if (!WellFormed.test(text)) {
            return new Texts(all, reasons, "bad_encoding: a lone surrogate in the prompt");
        }
        for (String response : responses) {
            String end = eosToken == null || response.endsWith(eosToken) ? "" : eosToken;
            add(text + response + end, all, reasons);
        }
        return new Texts(all, reasons, null);
    }

    private static void add(String text, List<String> all, List<@Nullable String> reasons) {
        if (WellFormed.test(text)) {
            all.add(text);
            reasons.add(null);
        } else {
            reasons.add("bad_encoding: a lone surrogate in the response");
        }
    }

    /** What {@code append_eos} adds to a rendered conversation. */
    private String missingEnd(String rendered) {
        return appendEos && eosToken != null && !ends(rendered) ? eosToken : "";
    }

    private boolean ends(String rendered) {
        String text = rendered.stripTrailing();
        return endsAnswers != null ? endsAnswers : endTexts.stream().anyMatch(text::endsWith);
    }

    /** Whether what the template puts after an answer holds an end token; null where it refuses the probe. */
    private @Nullable Boolean probe(List<String> found) {
        if (renderer == null) {
            return null;
        }
        // No part of any template, so that what follows it is what the template adds.
        String answer = "q7Zx0Kw3";
        try {
            String rendered = renderer.renderAnswered(List.of(new ChatMessage("user", "How are you?")), answer);
            String tail = rendered.substring(rendered.lastIndexOf(answer) + 1);
            return endTexts.stream().anyMatch(tail::contains);
        } catch (ModelException e) {
            found.add("the chat template refuses a conversation of one question and one answer: " + e.getMessage());
            return null;
        }
    }

    private ChatRenderer renderer() {
        if (renderer == null) {
            throw new ModelException("the data are messages, and the model has no chat template\n  in " + folder
                    + "\n  set chat_template to a file or to a built-in (chatml, alpaca), or give plain strings");
        }
        return renderer;
    }

    private Set<String> endTexts() {
        Set<String> texts = new LinkedHashSet<>();
        if (eosToken != null) {
            texts.add(eosToken);
        }
        for (int id : endTokens) {
            String text = id < vocabulary.size() ? tokenizer.token(id) : "";
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    private List<String> notices(List<String> probed) {
        List<String> found = new ArrayList<>(probed);
        if (eosToken == null) {
            found.add("the tokenizer names no eos_token: nothing marks the end of an answer in plain strings");
        }
        if (endsAnswers != null && !endsAnswers && !appendEos) {
            found.add("the chat template ends an answer with none of the model's end tokens "
                    + String.join(", ", endTexts) + ": a model trained on it does not learn to stop;"
                    + " append_eos mends it");
        }
        return List.copyOf(found);
    }

    /** What the post-processor puts in front of a text. */
    private static int[] leadingTokens(NativeTokenizer tokenizer) {
        List<String> probe = List.of("a");
        int[] without = tokenizer.encode(probe, false)[0];
        int[] with = tokenizer.encode(probe, true)[0];
        for (int start = 0; start + without.length <= with.length; start++) {
            if (Arrays.equals(with, start, start + without.length, without, 0, without.length)) {
                return Arrays.copyOf(with, start);
            }
        }
        return new int[0];
    }

    private static int[] concatenate(int[] front, int[] back) {
        if (front.length == 0) {
            return back;
        }
        int[] all = Arrays.copyOf(front, front.length + back.length);
        System.arraycopy(back, 0, all, front.length, back.length);
        return all;
    }
}
