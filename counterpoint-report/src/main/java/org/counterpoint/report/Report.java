package org.counterpoint.report;

import java.util.List;

/** A page: what it is called and its sections, in order. */
public record Report(String title, String subtitle, List<Section> sections) {
    public Report {
        sections = List.copyOf(sections);
    }
}
