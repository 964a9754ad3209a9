package org.counterpoint.jinja;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;

/** Whatever the template and the messages are, nothing but a {@link TemplateException} comes out. */
class ChatTemplateFuzzTest {

    @FuzzTest
    void parseAndRender(FuzzedDataProvider data) {
        Value message = Value.dict(Map.of("role", Value.of("user"), "content", Value.of(data.consumeString(40))));
        String template = data.consumeRemainingAsString();
        try {
            ChatTemplate.parse(template, "fuzz")
                    .render(Map.of("messages", Value.list(List.of(message)), "x", Value.of(3)));
        } catch (TemplateException e) {
            // The only thing that may come out.
        }
    }
}
