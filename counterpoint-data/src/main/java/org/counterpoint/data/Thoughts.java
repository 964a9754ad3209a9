package org.counterpoint.data;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a model thinks from what it answers, by the marks that stand around a thought. A thought stands before the
 * answer; where the chat template has opened it already, only its end is seen.
 *
 * @param tags the marks that are looked for
 */
public record Thoughts(List<Tags> tags) implements Serializable {

    /** The marks of the models that are common today. */
    public static final Thoughts USUAL = new Thoughts(List.of(
            new Tags("<think>", "</think>"),
            new Tags("<thinking>", "</thinking>"),
            new Tags("<thought>", "</thought>"),
            new Tags("[THINK]", "[/THINK]"),
            new Tags("<seed:think>", "</seed:think>"),
            new Tags("◁think▷", "◁/think▷")));

    public Thoughts {
        tags = List.copyOf(tags);
    }

    /** What opens a thought and what ends it. */
    public record Tags(String open, String close) implements Serializable {
        /** @throws InputException where they cannot be told apart */
        public Tags {
            if (open.isBlank() || close.isBlank() || open.equals(close)) {
                throw new InputException("a thought needs two different marks, such as <think> and </think>");
            }
        }
    }

    /**
     * A text in its parts.
     *
     * @param thought without its marks; empty where there is none
     * @param answer what follows the thought, without the white space between; all of the text, to the letter, where
     *     there is no thought
     * @param unfinished whether the text ends within a thought, so that no answer came
     */
    public record Parted(String thought, String answer, boolean unfinished) {}

    /** Parts a text at the end of the thoughts with which it begins. */
    public Parted part(String text) {
        String rest = text;
        StringBuilder thought = new StringBuilder();
        for (Tags found = leading(rest); found != null; found = leading(rest)) {
            String opened = rest.stripLeading();
            int from = opened.startsWith(found.open) ? found.open.length() : 0;
            int end = opened.indexOf(found.close, from);
            if (end < 0) {
                return new Parted(joined(thought, opened.substring(from)), "", true);
            }
            joined(thought, opened.substring(from, end));
            rest = opened.substring(end + found.close.length()).stripLeading();
        }
        return new Parted(thought.toString(), rest, false);
    }

    /** The marks of the thought with which a text begins: opened in it, or before it. */
    private @Nullable Tags leading(String text) {
        String start = text.stripLeading();
        char looked = 0;
        int first = 0;
        for (Tags tag : tags) {
            char begins = tag.close.charAt(0);
            boolean alike =
                    tag.open.charAt(0) == begins; // so it is of nearly all marks: one look finds both, or neither
            if (alike && begins != looked) {
                looked = begins;
                first = start.indexOf(begins);
            }
            if (alike && first < 0) {
                continue;
            }
            int close = Texts.find(start, tag.close, alike ? first : 0);
            int open = Texts.find(start, tag.open, alike ? first : 0);
            if (open == 0 || close >= 0 && (open < 0 || close < open)) {
                return tag;
            }
        }
        return null;
    }

    private static String joined(StringBuilder thought, String more) {
        return thought.append(thought.isEmpty() ? "" : "\n\n")
                .append(more.strip())
                .toString();
    }

    /** Where the first thought is opened within a text; -1 where none is. */
    public int opened(String text) {
        return tags.stream()
                .mapToInt(tag -> text.indexOf(tag.open))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }
}
