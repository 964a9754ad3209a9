package org.counterpoint.eval.judge.template;

import java.util.Map;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;

/** A message with gaps. */
public record MessageTemplate(Role role, Template content) {

    public Message fill(Map<Placeholder, String> values) {
        return new Message(role, content.fill(values));
    }
}
