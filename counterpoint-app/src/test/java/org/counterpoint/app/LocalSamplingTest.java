package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.answer.local.LocalChatModel;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model of this machine draws depends on seed, row and sample, and on nothing else. */
class LocalSamplingTest {

    @TempDir
    Path folder;

    private static ChatRequest request(String id, long seed, int sample) {
        return new ChatRequest(
                id, List.of(new Message(Role.USER, "go")), new ChatParameters(12, 2.0, null, seed, 0), sample);
    }

    private static Map<ChatRequest, String> answers(LocalChatModel model, List<ChatRequest> requests)
            throws ChatException {
        Map<ChatRequest, String> answers = new TreeMap<>(Comparator.comparing(ChatRequest::toString));
        for (ChatRequest request : requests) {
            answers.put(request, model.reply(request).text());
        }
        return answers;
    }

    @Test
    void theOrderOfTheQuestionsChangesNothingAndEveryRowHasItsOwnStream() throws Exception {
        List<ChatRequest> requests = List.of(
                request("a", 1, 0), request("b", 1, 0), request("a", 1, 1), request("a", 32, 0), request("b", 2, 0));
        List<ChatRequest> reversed = new ArrayList<>(requests);
        Collections.reverse(reversed);
        try (LocalChatModel model = LocalChatModel.open(TinyModels.make(folder, 7), "tiny")) {
            Map<ChatRequest, String> answers = answers(model, requests);
            assertThat(answers(model, reversed)).isEqualTo(answers);
            assertThat(answers.values()).doesNotHaveDuplicates();
        }
    }
}
