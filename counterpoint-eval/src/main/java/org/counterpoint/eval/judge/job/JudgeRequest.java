package org.counterpoint.eval.judge.job;

import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.data.forms.AnswerFile;
import org.jspecify.annotations.Nullable;

/**
 * What is to be judged, and where to.
 *
 * @param references a file of answers known to be good; null where the judge needs none
 * @param annotator the judge's name in the annotations
 * @param settings what the verdicts depend on beside the answers, by name
 * @param overwrite whether other work at {@code out} is to be replaced
 */
public record JudgeRequest(
        AnswerFile candidate,
        AnswerFile baseline,
        @Nullable Path references,
        Path out,
        String annotator,
        Map<String, String> settings,
        boolean overwrite) {
    public JudgeRequest {
        settings = Map.copyOf(settings);
    }
}
