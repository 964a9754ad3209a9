package org.counterpoint.engine.weights.gguf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.TokenizerParts;

/**
 * What Ollama wants to be told of a GGUF file: the chat template in Go's language, and the ends of an answer.
 *
 * @param notices what a person should know of it
 */
record Modelfile(String text, List<String> notices) {
    private static final List<String> ROLES = List.of("system", "user", "assistant");

    /** Texts that no template holds. */
    private static final List<String> MARKS = List.of("\uE000one\uE001", "\uE000two\uE001", "\uE000three\uE001");

    /**
     * A template that writes every message by itself, between a beginning and an end of its role's.
     *
     * @param opening what stands before all messages
     * @param otherwise what stands in place of a system message that is not there
     */
    private record Turns(String opening, String otherwise, List<String> before, List<String> after, String answer) {
        String write(List<ChatMessage> messages, boolean answered) {
            StringBuilder text = new StringBuilder(opening);
            if (!messages.get(0).role().equals("system")) {
                text.append(otherwise);
            }
            for (ChatMessage message : messages) {
                int role = ROLES.indexOf(message.role());
                text.append(before.get(role)).append(message.content()).append(after.get(role));
            }
            return text.append(answered ? "" : answer).toString();
        }

        /** Without the begin token, which Ollama puts before a text by itself. */
        Turns without(String begin) {
            return new Turns(
                    cut(opening, begin),
                    cut(otherwise, begin),
                    List.of(cut(before.get(0), begin), before.get(1), before.get(2)),
                    after,
                    answer);
        }

        private static String cut(String text, String begin) {
            return text.startsWith(begin) ? text.substring(begin.length()) : text;
        }

        String toGo() {
            StringBuilder go = new StringBuilder(opening);
            if (!otherwise.isEmpty()) {
                go.append("{{ if ne (index .Messages 0).Role \"system\" }}")
                        .append(otherwise)
                        .append("{{ end }}");
            }
            go.append("{{ range .Messages }}");
            for (int role = 0; role < ROLES.size(); role++) {
                go.append(role == 0 ? "{{ if" : "{{ else if")
                        .append(" eq .Role \"")
                        .append(ROLES.get(role))
                        .append("\" }}")
                        .append(before.get(role))
                        .append("{{ .Content }}")
                        .append(after.get(role));
            }
            return go.append("{{ end }}{{ end }}").append(answer).toString();
        }
    }

    static Modelfile of(TokenizerParts parts, String gguf) {
        StringBuilder text = new StringBuilder("FROM ./").append(gguf).append('\n');
        List<String> notices = new ArrayList<>();
        if (parts.template() == null) {
            notices.add("the model has no chat template: Ollama will give it texts as they are");
            text.append("TEMPLATE \"\"\"{{ .Prompt }}\"\"\"\n");
        } else {
            Optional<Turns> turns = turns(parts);
            turns.map(found -> found.without(ExportedTokenizer.beginText(parts)))
                    .ifPresent(found ->
                            text.append("TEMPLATE \"\"\"").append(found.toGo()).append("\"\"\"\n"));
            if (turns.isEmpty()) {
                notices.add("the chat template does more than writing turn after turn, which Ollama's language may not:"
                        + " the Modelfile has none, and Ollama looks for one that it knows");
            }
        }
        for (String end : ExportedTokenizer.endTexts(parts)) {
            text.append("PARAMETER stop \"").append(end.replace("\"", "\\\"")).append("\"\n");
        }
        return new Modelfile(text.toString(), notices);
    }

    /** The template taken apart by what it makes of marks, where putting it together again gives what it gives. */
    private static Optional<Turns> turns(TokenizerParts parts) {
        try {
            List<ChatMessage> three = new ArrayList<>();
            for (int i = 0; i < ROLES.size(); i++) {
                three.add(new ChatMessage(ROLES.get(i), MARKS.get(i)));
            }
            List<ChatMessage> two = three.subList(0, 2);
            String answered = parts.render(three, false);
            String asked = parts.render(two, true);
            String plain = parts.render(two, false);
            String alone = parts.render(three.subList(1, 2), false);
            String again = parts.render(List.of(three.get(1), three.get(2), three.get(1)), false);
            if (!asked.startsWith(plain) || !answered.startsWith(plain)) {
                return Optional.empty();
            }
            String answer = asked.substring(plain.length());
            // Between a user's mark and the next turn stands the end of the one and the beginning of the other: what an
            // answer's beginning is called for tells them apart.
            String user = MARKS.get(1);
            String endOfUser = plain.substring(plain.indexOf(user) + user.length());
            String beforeUser = between(again, MARKS.get(2), user);
            String endOfAnswer = answered.substring(
                    answered.indexOf(MARKS.get(2)) + MARKS.get(2).length());
            String beginOfUser = beforeUser.startsWith(endOfAnswer) ? beforeUser.substring(endOfAnswer.length()) : "";
            String first = alone.substring(0, alone.indexOf(user));
            String head = plain.substring(0, plain.indexOf(MARKS.get(0)));
            String middle = between(plain, MARKS.get(0), user);
            String beginOfAnswer = between(answered, user, MARKS.get(2)).substring(endOfUser.length());
            if (!first.endsWith(beginOfUser) || !middle.endsWith(beginOfUser)) {
                return Optional.empty();
            }
            String opened = first.substring(0, first.length() - beginOfUser.length());
            String opening = head.startsWith(opened) ? opened : "";
            Turns turns = new Turns(
                    opening,
                    opened.substring(opening.length()),
                    List.of(head.substring(opening.length()), beginOfUser, beginOfAnswer),
                    List.of(middle.substring(0, middle.length() - beginOfUser.length()), endOfUser, endOfAnswer),
                    answer);
            return holds(turns, parts, three) ? Optional.of(turns) : Optional.empty();
        } catch (ModelException | StringIndexOutOfBoundsException e) {
            return Optional.empty(); // such as a template that takes no system message
        }
    }

    private static boolean holds(Turns turns, TokenizerParts parts, List<ChatMessage> three) {
        List<ChatMessage> longer = new ArrayList<>(three);
        longer.add(new ChatMessage("user", "a"));
        longer.add(new ChatMessage("assistant", "b"));
        longer.add(new ChatMessage("user", "c"));
        List<ChatMessage> bare = longer.subList(1, longer.size());
        return turns.write(longer, false).equals(parts.render(longer, true))
                && turns.write(bare, false).equals(parts.render(bare, true))
                && !turns.toGo().contains("\"\"\"");
    }

    private static String between(String text, String from, String to) {
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }
}
