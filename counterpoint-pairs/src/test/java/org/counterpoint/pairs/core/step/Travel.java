package org.counterpoint.pairs.core.step;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;

/** Sends what is done to groups where another process would find it: as bytes. */
public final class Travel {
    private Travel() {}

    /** The stages with every step as it arrives elsewhere. */
    public static List<Stage> stages(List<Stage> stages) {
        return stages.stream()
                .map(stage -> stage instanceof Stage.Each each ? new Stage.Each(there(each.step())) : stage)
                .toList();
    }

    /** The object, written and read again. */
    @SuppressWarnings("unchecked")
    public static <T> T there(T object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(object);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (T) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(object + " does not travel", e);
        }
    }
}
