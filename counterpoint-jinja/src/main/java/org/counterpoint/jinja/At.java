package org.counterpoint.jinja;

/** A place in a template; both count from 1, columns in UTF-16 units. */
record At(int line, int column) {}
