package org.counterpoint.app.doctor;

/**
 * Something worth doing about this machine.
 *
 * @param breaks whether the program cannot work so, rather than being slower
 */
public record Finding(boolean breaks, String what, String mend) {}
