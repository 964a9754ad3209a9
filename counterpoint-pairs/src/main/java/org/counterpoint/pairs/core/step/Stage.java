package org.counterpoint.pairs.core.step;

import java.util.function.Supplier;

/** One part of the way of all groups. */
public sealed interface Stage {

    /** Group by group, as they come. */
    record Each(GroupStep step) implements Stage {}

    /** After all groups were seen: they wait in a scratch file meanwhile. */
    record AfterAll(Supplier<? extends Survey<?>> survey) implements Stage {}
}
