package org.counterpoint.engine.collective;

import java.time.Duration;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.counterpoint.engine.model.NativeRuntime;

/**
 * Where processes find one another, and leave each other a few words: PyTorch's {@code TCPStore}, as any launcher of it
 * expects. One process hosts it, the others join. Safe for use by several threads.
 */
public final class Rendezvous implements AutoCloseable {
    private final TCPStore store;

    private Rendezvous(TCPStore store) {
        this.store = store;
    }

    /**
     * Listens on every address of this machine.
     *
     * @param port 0 for any that is free
     * @throws CollectiveException where the port cannot be had
     */
    public static Rendezvous host(int port, Duration timeout) {
        return open("localhost", port, true, timeout);
    }

    /**
     * Waits for the host as long as {@code timeout}.
     *
     * @throws CollectiveException where it does not come
     */
    public static Rendezvous join(String address, int port, Duration timeout) {
        return open(address, port, false, timeout);
    }

    private static Rendezvous open(String address, int port, boolean host, Duration timeout) {
        NativeRuntime.load();
        try (PointerScope scope = new PointerScope()) {
            TCPStoreOptions options = new TCPStoreOptions()
                    .port((short) port)
                    .isServer(host)
                    .waitWorkers(false)
                    .timeout(new Milliseconds(timeout.toMillis()));
            TCPStore store = new TCPStore(address, options);
            store.retainReference();
            scope.detach(store);
            return new Rendezvous(store);
        } catch (RuntimeException e) {
            throw new CollectiveException(CollectiveException.words(e), e);
        }
    }

    /** Where it listens. */
    public int port() {
        return Short.toUnsignedInt(store.getPort());
    }

    /**
     * Leaves words under a name.
     *
     * @throws CollectiveException where the host is gone
     */
    public void put(String name, String words) {
        try {
            store.set(name, words);
        } catch (RuntimeException e) {
            throw new CollectiveException(CollectiveException.words(e), e);
        }
    }

    /**
     * The words under a name, where there are any.
     *
     * @throws CollectiveException where the host is gone
     */
    public Optional<String> get(String name) {
        try (PointerScope scope = new PointerScope()) {
            return store.check(new StringVector(name)) ? Optional.of(store.get_to_str(name)) : Optional.empty();
        } catch (RuntimeException e) {
            throw new CollectiveException(CollectiveException.words(e), e);
        }
    }

    TCPStore store() {
        return store;
    }

    @Override
    public void close() {
        store.releaseReference();
    }
}
