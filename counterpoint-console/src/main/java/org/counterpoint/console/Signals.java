package org.counterpoint.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Hears the system's signals through the JDK's {@code sun.misc.Signal}, by reflection: there is no other way to hear a
 * second one, and a JDK without it ends at the first as it always did.
 */
public final class Signals {
    private static final String[] NAMES = {"INT", "TERM"};

    private Signals() {}

    /** @param heard called for every interrupt, on a thread of its own */
    public static void hear(Runnable heard) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "handle" -> heard.run();
                    case "hashCode" -> {
                        return System.identityHashCode(proxy);
                    }
                    case "equals" -> {
                        return proxy == arguments[0];
                    }
                    default -> {
                        return "hears interrupts";
                    }
                }
                return null;
            };
            Object listener = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
            for (String name : NAMES) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            }
        } catch (ReflectiveOperationException e) {
            // The JVM's own doing stays: the process ends at the first interrupt.
        }
    }
}
