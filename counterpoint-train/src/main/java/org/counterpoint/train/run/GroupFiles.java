package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.ResponseGroup;

/** Where groups come from. */
public interface GroupFiles {

    /** @param responses whether single responses are enough, as for sft */
    void readGroups(Path file, boolean responses, Ledger ledger, Consumer<ResponseGroup> sink) throws IOException;
}
