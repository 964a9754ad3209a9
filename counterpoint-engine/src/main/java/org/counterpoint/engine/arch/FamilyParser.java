package org.counterpoint.engine.arch;

import java.util.Set;

/** Reads what one family's {@code config.json} says, with the defaults of transformers 5.23 for it. */
interface FamilyParser {
    /** The keys that it honours beyond those that every family does. */
    Set<String> ownKeys();

    Architecture parse(ConfigFields config);
}
