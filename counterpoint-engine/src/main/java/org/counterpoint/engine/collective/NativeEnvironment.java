package org.counterpoint.engine.collective;

import com.sun.jna.NativeLibrary;

/** This process's environment as native code reads it; Java's own copy of it stays as it was. */
final class NativeEnvironment {
    private NativeEnvironment() {}

    /** Sets a variable that nobody has set. */
    static void setDefault(String name, String value) {
        NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {name, value, 0});
    }
}
