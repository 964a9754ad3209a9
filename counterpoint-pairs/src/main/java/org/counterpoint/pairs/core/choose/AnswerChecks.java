package org.counterpoint.pairs.core.choose;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import org.counterpoint.pairs.core.text.ComparedText;
import org.jspecify.annotations.Nullable;

/** What can be wrong with one answer. Each check gives a sentence for a person, or null where nothing is wrong. */
final class AnswerChecks {
    /** Marks of chat templates and of prompts for instruction followers, and special tokens of known tokenizers. */
    private static final List<String> MARKS = List.of(
            "[INST]",
            "[/INST]",
            "<<SYS>>",
            "<</SYS>>",
            "<s>",
            "</s>",
            "<bos>",
            "<eos>",
            "<unk>",
            "<pad>",
            "<start_of_turn>",
            "<end_of_turn>",
            "### Instruction:",
            "### Response:",
            "<|im_start|>",
            "<|im_end|>");

    private static final Pattern TOKEN = Pattern.compile("<\\|[A-Za-z0-9_]{1,40}\\|>");
    /** A prompt that is shorter may well open an answer. */
    private static final int ECHO = 20;

    private AnswerChecks() {}

    /** The check as a function of the answer and its group. */
    @FunctionalInterface
    interface AnswerCheck extends Serializable {
        @Nullable
        String fault(ResponseGroup group, Response response);

        /** This check, and the other where it finds nothing. */
        default AnswerCheck or(AnswerCheck other) {
            return (group, response) -> {
                String fault = fault(group, response);
                return fault == null ? other.fault(group, response) : fault;
            };
        }
    }

    static AnswerCheck refusal(Refusals refusals) {
        return (group, response) -> refusals.matches(response.spoken()) ? "it opens as a refusal" : null;
    }

    static @Nullable String cutOff(ResponseGroup group, Response response) {
        return "length".equals(response.finish()) ? "it was cut off for its length" : null;
    }

    static @Nullable String wrongScript(ResponseGroup group, Response response) {
        return Scripts.mismatch(ComparedText.lastQuestion(group.prompt()), response.spoken());
    }

    static @Nullable String repeatedText(ResponseGroup group, Response response) {
        double share = Repetition.share(response.spoken());
        return share >= Repetition.MUCH
                ? String.format("%.0f %% of it repeats what stands in it before", 100 * share)
                : null;
    }

    static @Nullable String promptEchoed(ResponseGroup group, Response response) {
        String prompt = ComparedText.lastQuestion(group.prompt()).strip();
        return prompt.length() >= ECHO && response.spoken().stripLeading().startsWith(prompt)
                ? "it begins with the prompt"
                : null;
    }

    static @Nullable String specialTokens(ResponseGroup group, Response response) {
        String text = response.spoken();
        int angle = text.indexOf('<');
        int bracket = text.indexOf('[');
        int heading = text.indexOf('#');
        for (String mark : MARKS) {
            char begins = mark.charAt(0);
            int first = begins == '<' ? angle : begins == '[' ? bracket : heading;
            if (first >= 0 && Texts.find(text, mark, first) >= 0) {
                return "it holds " + mark;
            }
        }
        if (angle < 0 || Texts.find(text, "<|", angle) < 0) {
            return null;
        }
        Matcher token = TOKEN.matcher(text);
        return token.find() ? "it holds " + token.group() : null;
    }

    /** Bounds of 0 are none. */
    static AnswerCheck tooShort(int leastChars, int leastWords) {
        return (group, response) -> {
            String text = response.spoken();
            int chars = text.codePointCount(0, text.length());
            if (chars < leastChars) {
                return chars + " characters, fewer than " + leastChars;
            }
            int words = leastWords == 0 ? 0 : wordCount(text);
            return words < leastWords ? words + " words, fewer than " + leastWords : null;
        };
    }

    static AnswerCheck tooLong(int mostChars, int mostWords) {
        return (group, response) -> {
            String text = response.spoken();
            int chars = text.codePointCount(0, text.length());
            if (mostChars > 0 && chars > mostChars) {
                return chars + " characters, more than " + mostChars;
            }
            int words = mostWords == 0 ? 0 : wordCount(text);
            return mostWords > 0 && words > mostWords ? words + " words, more than " + mostWords : null;
        };
    }

    /** Runs of what is no white space. */
    private static int wordCount(String text) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return words;
    }
}
