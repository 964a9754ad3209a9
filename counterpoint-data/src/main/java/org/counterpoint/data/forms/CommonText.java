package org.counterpoint.data.forms;

import java.util.List;

/** Where two texts that hold prompt and answer part: the prompt is what they have in common. */
final class CommonText {
    /** What stands before an answer in conversations that are written as one text: HH-RLHF's, and chat templates'. */
    private static final List<String> BEFORE_ANSWER = List.of(
            "\n\nAssistant:",
            "<|im_start|>assistant\n",
            "<|start_header_id|>assistant<|end_header_id|>\n\n",
            "<|assistant|>\n",
            "<start_of_turn>model\n",
            "[/INST]",
            "### Response:\n");

    private CommonText() {}

    /**
     * How long the prompt is: up to the last mark of an answer that both share; without marks as TRL cuts, before the first
     * difference, a space before it left to the answers, never within a character. A text that the other one begins with
     * is all prompt, its answer empty.
     */
    static int cut(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int common = 0;
        while (common < shorter && a.charAt(common) == b.charAt(common)) {
            common++;
        }
        int marked = afterLastMark(a.substring(0, common));
        if (marked > 0) {
            return marked;
        }
        if (common == a.length() && common == b.length()) {
            return Math.max(0, common - 1); // equal texts still are an answer
        }
        if (common < shorter && common > 0 && a.charAt(common - 1) == ' ') {
            common--;
        }
        if (common > 0 && common < shorter && Character.isHighSurrogate(a.charAt(common - 1))) {
            common--;
        }
        return common;
    }

    private static int afterLastMark(String text) {
        int after = 0;
        for (String mark : BEFORE_ANSWER) {
            int at = text.lastIndexOf(mark);
            after = at < 0 ? after : Math.max(after, at + mark.length());
        }
        return after;
    }
}
