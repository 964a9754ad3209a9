package org.counterpoint.demo.world;

import java.util.List;

/** The words of the world. There are few, so that a tiny model can know them all. */
final class Lexicon {

    /** Things of four kinds; a thing is of one kind only. */
    static final List<List<String>> KINDS = List.of(
            List.of("cat", "cow", "dog", "duck", "fox", "goat", "hen", "horse", "mouse", "pig"),
            List.of("apple", "cherry", "fig", "grape", "lemon", "melon", "peach", "pear", "plum"),
            List.of("axe", "drill", "file", "hammer", "hoe", "rake", "saw", "spade", "wrench"),
            List.of("bed", "bench", "chair", "desk", "lamp", "shelf", "sofa", "stool", "table"));

    static final List<String> THINGS =
            KINDS.stream().flatMap(List::stream).sorted().toList();

    /** Objects that somebody may own, with their plurals. */
    static final List<List<String>> OBJECTS = List.of(
            List.of("bag", "bags"),
            List.of("bell", "bells"),
            List.of("boat", "boats"),
            List.of("book", "books"),
            List.of("box", "boxes"),
            List.of("brush", "brushes"),
            List.of("coat", "coats"),
            List.of("cup", "cups"),
            List.of("dish", "dishes"),
            List.of("flag", "flags"),
            List.of("glass", "glasses"),
            List.of("hat", "hats"),
            List.of("key", "keys"),
            List.of("knife", "knives"),
            List.of("leaf", "leaves"),
            List.of("toy", "toys"));

    static final List<String> ADJECTIVES =
            List.of("big", "black", "blue", "clean", "green", "new", "old", "red", "small", "white");

    static final List<String> NAMES =
            List.of("Ann", "Ben", "Carl", "Dora", "Emma", "Fred", "Gina", "Hans", "Ida", "Karl", "Lena", "Max");

    static final List<String> TOWNS =
            List.of("Bern", "Cork", "Genoa", "Graz", "Lille", "Lima", "Oslo", "Paris", "Riga", "Rome", "Turin", "York");

    static final List<String> JOBS = List.of(
            "baker", "cook", "doctor", "driver", "farmer", "guard", "judge", "nurse", "painter", "pilot", "sailor",
            "teacher");

    /** Verbs: base, third person, past. */
    static final List<List<String>> VERBS = List.of(
            List.of("break", "breaks", "broke"),
            List.of("bring", "brings", "brought"),
            List.of("buy", "buys", "bought"),
            List.of("clean", "cleans", "cleaned"),
            List.of("draw", "draws", "drew"),
            List.of("drop", "drops", "dropped"),
            List.of("find", "finds", "found"),
            List.of("hide", "hides", "hid"),
            List.of("lose", "loses", "lost"),
            List.of("move", "moves", "moved"),
            List.of("open", "opens", "opened"),
            List.of("paint", "paints", "painted"),
            List.of("sell", "sells", "sold"),
            List.of("steal", "steals", "stole"),
            List.of("take", "takes", "took"),
            List.of("wash", "washes", "washed"));

    /** From zero on. */
    static final List<String> NUMBERS = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen");

    private Lexicon() {}
}
