package org.counterpoint.engine.text;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.AdapterFolder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** All that a model folder says of its texts, for whoever writes it in another form. */
public final class TokenizerParts {
    private final Path folder;
    private final ObjectNode tokenizer;
    private final SpecialTokens specialTokens;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final SortedSet<Integer> endTokens;
    private final @Nullable TemplateSource template;
    private final @Nullable ChatRenderer renderer;

    private TokenizerParts(Path folder, Path config) {
        this.folder = folder;
        TokenizerFile file = TokenizerFile.read(folder);
        this.tokenizer = JsonText.object(folder.resolve("tokenizer.json"), file.json());
        this.specialTokens = file.special();
        specialTokens.byName().forEach((name, text) -> {
            Integer id = file.vocabulary().ids().get(text);
            if (id != null) {
                ids.put(name, id);
            }
        });
        this.endTokens = EndTokens.read(config, ids.get("eos_token"));
        this.template = TemplateSource.find(folder, null);
        this.renderer = template == null ? null : new ChatRenderer(template, specialTokens);
    }

    /**
     * Reads a model folder's, or an adapter's with its base's.
     *
     * @param adapterBase where the base of a folder with an adapter is; null for where the adapter says
     * @throws ModelException where a file is missing or wrong
     */
    public static TokenizerParts read(Path modelFolder, @Nullable Path adapterBase) {
        if (!AdapterFolder.isOne(modelFolder)) {
            return new TokenizerParts(modelFolder, modelFolder);
        }
        try (AdapterFolder adapter = AdapterFolder.open(modelFolder)) {
            Path base = adapter.base(adapterBase);
            return new TokenizerParts(AdapterFolder.withTokenizer(modelFolder, base), base);
        }
    }

    /** Where the files lie, for errors. */
    public Path folder() {
        return folder;
    }

    /** {@code tokenizer.json} with the tokens that the files beside it name and it lacks. */
    public ObjectNode tokenizer() {
        return tokenizer;
    }

    /** Ids by transformers' names, such as {@code bos_token}; a name that the model does not set is absent. */
    public Map<String, Integer> specialIds() {
        return Collections.unmodifiableMap(ids);
    }

    /** The ids at which generation stops. */
    public SortedSet<Integer> endTokens() {
        return endTokens;
    }

    /** The chat template's text; null where there is none. */
    public @Nullable String template() {
        return template == null ? null : template.text();
    }

    /**
     * A conversation as the template writes it.
     *
     * @throws ModelException where there is no template, or it does not take these messages
     */
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        if (renderer == null) {
            throw new ModelException(folder + " has no chat template");
        }
        return renderer.render(messages, addGenerationPrompt);
    }
}
