package org.counterpoint.eval.judge.template;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Role;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.settings.Suggestions;

/**
 * A user's own prompt file as AlpacaEval writes them: {@code <|im_start|>role}, a line end, the text,
 * {@code <|im_end|>}. It is cut into messages before anything is filled in, so that an answer which holds such marks
 * cannot become a message.
 *
 * @param sha256 of the file's bytes, in hex
 */
public record AlpacaEvalTemplate(Prompting prompting, String sha256) {
    private static final String START = "<|im_start|>";
    private static final String END = "<|im_end|>";

    /** SHA-256 of the prompt files that alpaca_eval 0.6.6 ships, with the judges that ask with them. */
    private static final Map<String, String> KNOWN = Map.of(
            "cf4bace43fa6ac71944b9ca2506587ad7c509478a219e98a3950abf9d5b42a98",
            "alpaca_eval_gpt4",
            "784227e6dc2832fc08c43d2c8ea3a308e7523780187a1aaad2f85e30bac85f62",
            "weighted_alpaca_eval_gpt4_turbo");

    /** @throws InputException where the file is none */
    public static AlpacaEvalTemplate read(Path file) {
        String text = YamlFile.text(file);
        String body = text.strip();
        if (!body.startsWith(START) || !body.endsWith(END)) {
            throw new InputException(file + " is no prompt file: it must begin with " + START + "role and end with "
                    + END + ", as AlpacaEval's do");
        }
        List<MessageTemplate> messages = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            int end = body.indexOf(END, at);
            messages.add(message(file, body.substring(at + START.length(), end)));
            at = end + END.length();
            while (at < body.length() && Character.isWhitespace(body.charAt(at))) {
                at++;
            }
            if (at < body.length() && !body.startsWith(START, at)) {
                throw new InputException(file + ": text stands between two messages; put it into one of them");
            }
        }
        return new AlpacaEvalTemplate(new Prompting(messages), hash(text));
    }

    private static MessageTemplate message(Path file, String text) {
        int lineEnd = text.indexOf('\n');
        String name = (lineEnd < 0 ? text : text.substring(0, lineEnd)).strip().toLowerCase(Locale.ROOT);
        Role role = Role.fromWire(name)
                .orElseThrow(() ->
                        new InputException(file + ": \"" + name + "\" is no role; known are system, user, assistant"));
        Template content =
                Template.parse(lineEnd < 0 ? "" : text.substring(lineEnd + 1).strip());
        if (!content.unknown().isEmpty()) {
            String wrong = content.unknown().get(0);
            List<String> names = List.of("instruction", "output_1", "output_2");
            throw new InputException(file + ": {" + wrong + "} is not known" + Suggestions.meant(wrong, names));
        }
        return new MessageTemplate(role, content);
    }

    /** The judge of AlpacaEval's that this is the prompt of, to the byte. */
    public Optional<String> knownJudge() {
        return Optional.ofNullable(KNOWN.get(sha256));
    }

    private static String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
