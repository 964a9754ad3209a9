package org.counterpoint.recipe.yaml;

/**
 * Something wrong in a recipe.
 *
 * @param message what, and how to mend it
 */
public record Fault(Place place, String message) implements Comparable<Fault> {
    @Override
    public int compareTo(Fault other) {
        return place.compareTo(other.place);
    }

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
