package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.engine.JsonObject;
import tools.jackson.databind.node.ObjectNode;

/** Copies of golden models that tests may spoil. */
final class FolderCopies {
    private FolderCopies() {}

    static Path copy(String model, Path target) throws IOException {
        Files.createDirectories(target);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Golden.model(model))) {
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
        return target;
    }

    static void edit(Path json, Consumer<ObjectNode> change) throws IOException {
        ObjectNode node = JsonObject.read(json).node();
        change.accept(node);
        Files.write(json, JsonObject.pretty(node));
    }

    /** Writes the single weights file of a folder anew. */
    static void rewrite(Path folder, List<TensorSource> tensors) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Path written = folder.resolve("new");
        SafetensorsWriter.write(written, tensors, Map.of("format", "pt"));
        Files.move(written, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
