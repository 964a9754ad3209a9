package org.counterpoint.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page.
 *
 * @param subtitle what was compared or done, in a line
 * @param glance the first screen; null for a page that only shows its chapters
 */
public record Report(
        String title, String subtitle, @Nullable Glance glance, List<Chapter> chapters) {
    /** More than a side rail can be read at a glance with. */
    public static final int MOST_CHAPTERS = 10;

    public Report {
        chapters = chapters.stream()
                .filter(chapter -> !chapter.sections().isEmpty())
                .toList();
        if (chapters.size() > MOST_CHAPTERS) {
            throw new IllegalArgumentException(
                    chapters.size() + " chapters; a page has at most " + MOST_CHAPTERS + ": put some together");
        }
    }

    /** All of the chapters, in order. */
    public List<Section> sections() {
        return chapters.stream().flatMap(chapter -> chapter.sections().stream()).toList();
    }
}
