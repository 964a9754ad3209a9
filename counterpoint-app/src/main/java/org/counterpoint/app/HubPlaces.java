package org.counterpoint.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.store.BrokenLink;
import org.counterpoint.store.hub.Hub;
import org.counterpoint.store.hub.HubCache;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.store.hub.HubName;
import org.counterpoint.store.hub.WantedFiles;

/**
 * Turns values of options into folders, one after the other. A class of its own, as Java 17 does not survive archived lambdas
 * of a nested one.
 */
final class HubPlaces {
    private final Map<String, String> environment;
    private final Console console;
    private final Hub hub;
    private final boolean download;
    private final boolean withBase;

    HubPlaces(Map<String, String> environment, Console console, boolean download, boolean withBase) {
        this.environment = environment;
        this.console = console;
        this.hub = Hub.of(environment);
        this.download = download;
        this.withBase = withBase;
    }

    /** Of the value's own type; a text may have {@code NAME=} before it, or {@code =WEIGHT} behind. */
    Object resolved(HubNames.Named named, Object value) {
        if (value instanceof Path path) {
            return place(named, path.toString()).orElse(path);
        }
        String text = value.toString();
        int from = named.weighted() ? 0 : text.indexOf('=') + 1;
        int to = named.weighted() && text.contains("=") ? text.lastIndexOf('=') : text.length();
        return place(named, text.substring(from, to))
                .map(found -> text.substring(0, from) + found + text.substring(to))
                .orElse(text);
    }

    private Optional<Path> place(HubNames.Named named, String text) {
        Optional<Path> found = folder(named.kind(), text);
        return named.file() ? found.map(folder -> onlyFile(text, folder)) : found;
    }

    private static Path onlyFile(String name, Path folder) {
        List<Path> files = HubCache.files(folder, Rows::isDataFile);
        if (files.isEmpty()) {
            throw new UsageException(name + " has no data file (looked for " + Rows.DATA_FILES + " below " + folder
                    + "): name another data set, or a file of yours");
        }
        if (files.size() > 1) {
            throw new UsageException(name + " has " + files.size() + " data files, and one is needed here: give its"
                    + " path, below " + folder + ", such as "
                    + folder.relativize(files.get(0)));
        }
        return files.get(0);
    }

    private Optional<Path> folder(HubKind kind, String text) {
        Path path = Path.of(text);
        BrokenLink.words(path).ifPresent(words -> {
            throw new UsageException(words);
        });
        if (kind == HubKind.MODEL && GgufFiles.isOne(path)) {
            return Optional.of(new GgufFiles(environment).folder(path));
        }
        Optional<HubName> name = Files.exists(path) ? Optional.empty() : HubName.read(kind, text);
        if (name.isEmpty() || download) {
            return name.map(this::fetch);
        }
        // Beside files of one's own it is rather a path with a slip, about which whoever reads it has better words.
        Path parent = path.getParent();
        boolean slip = parent != null && Files.exists(parent) && !hub.holds(name.get());
        return slip ? Optional.empty() : Optional.of(hub.find(name.get()));
    }

    private Path fetch(HubName name) {
        Path folder;
        try (ProgressDisplay progress = new ProgressDisplay(console, "fetching " + name)) {
            folder = hub.fetch(
                    name,
                    new WantedFiles(Rows::isDataFile, Rows.DATA_FILES),
                    (done, total, file) -> progress.update(done >> 20, total >> 20, "MiB", file));
        }
        console.note(name + " is in " + folder);
        if (withBase && name.kind() == HubKind.MODEL && AdapterFolder.isOne(folder)) {
            AdapterFolder.baseName(folder)
                    .filter(base -> !Files.isDirectory(folder.resolve(base)))
                    .flatMap(base -> HubName.read(HubKind.MODEL, base))
                    .ifPresent(this::fetch);
        }
        return folder;
    }
}
