package org.counterpoint.train.run;

import org.counterpoint.train.settings.TrainSettings;

/** What a run's parts have in common: what was asked for, where it is written, and who is told. */
record RunContext(TrainSettings settings, RunJournal journal, TrainProgress progress) {}
