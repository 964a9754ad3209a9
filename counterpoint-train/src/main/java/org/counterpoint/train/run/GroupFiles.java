package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;

/** Where groups come from. */
public interface GroupFiles {

    /** @param use what the groups are for, by which rows are left out */
    void readGroups(Path file, TrainingData.Use use, Ledger ledger, Consumer<ResponseGroup> sink) throws IOException;
}
