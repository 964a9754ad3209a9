package org.counterpoint.train.run;

import org.counterpoint.train.StopRequest;
import org.counterpoint.train.settings.TrainSettings;

/** What a run's parts have in common: what was asked for, where it is written, who is told, and who may stop it. */
record RunContext(
        TrainSettings settings, RunJournal journal, CheckpointClock clock, TrainProgress progress, StopRequest stop) {}
