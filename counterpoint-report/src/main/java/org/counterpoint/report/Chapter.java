package org.counterpoint.report;

import java.util.List;

/**
 * Sections that belong together, a line of the side rail. A chapter without sections is left out of the page.
 *
 * @param population of what all its figures speak, such as which prompts and how many seeds; empty where it is no matter
 *     of samples
 */
public record Chapter(String title, String population, List<Section> sections) {
    public Chapter {
        sections = List.copyOf(sections);
    }

    public Chapter(String title, List<Section> sections) {
        this(title, "", sections);
    }
}
