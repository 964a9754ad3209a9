package org.counterpoint.console;

import org.counterpoint.store.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class VersionLine implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    public static String text() {
        return "counterpoint " + Version.current();
    }
}
