package org.counterpoint.engine.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.counterpoint.engine.adapter.AdapterSettings;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.ModelFolder;
import org.jspecify.annotations.Nullable;

/** The folders of a model that is being loaded: a base, and what adapts it. */
record Opened(ModelFolder base, @Nullable Adapters adapters, Map<String, byte[]> sideFiles) implements AutoCloseable {

    /** @throws ModelException if a folder is not sound, or the adapter is not of this base */
    static Opened of(Path folder, ModelOptions options) {
        if (AdapterFolder.isOne(folder)) {
            try (AdapterFolder adapter = AdapterFolder.open(folder)) {
                return adapted(adapter, options);
            }
        }
        ModelFolder base = ModelFolder.open(folder);
        AdapterSettings fresh = options.adapting().fresh();
        boolean done = false;
        try {
            Opened opened = new Opened(
                    base,
                    fresh == null
                            ? null
                            : Adapters.fresh(
                                    fresh,
                                    base.config(),
                                    options.head(),
                                    options.adapting().dropout()),
                    base.sideFileBytes());
            done = true;
            return opened;
        } finally {
            if (!done) {
                base.close();
            }
        }
    }

    private static Opened adapted(AdapterFolder adapter, ModelOptions options) {
        ModelFolder base = ModelFolder.open(adapter.base(options.adapting().base()));
        boolean done = false;
        try {
            adapter.requireBase(base);
            Path start = options.adapting().start();
            Map<String, byte[]> sideFiles = new TreeMap<>(base.sideFileBytes());
            sideFiles.putAll(adapter.sideFileBytes());
            Adapters adapters = read(adapter, start == null ? adapter.path() : start, base, options);
            Opened opened = new Opened(base, adapters, sideFiles);
            done = true;
            return opened;
        } finally {
            if (!done) {
                base.close();
            }
        }
    }

    private static Adapters read(AdapterFolder adapter, Path start, ModelFolder base, ModelOptions options) {
        if (!AdapterFolder.isOne(start)) {
            return Adapters.read(
                    adapter,
                    null,
                    base.config(),
                    options.head(),
                    options.adapting().dropout());
        }
        try (AdapterFolder before = AdapterFolder.open(start)) {
            return Adapters.read(
                    adapter,
                    before,
                    base.config(),
                    options.head(),
                    options.adapting().dropout());
        }
    }

    Adaptation adaptation() {
        return new Adaptation(Objects.requireNonNull(adapters), base.path(), sideFiles);
    }

    @Override
    public void close() {
        base.close();
    }
}
