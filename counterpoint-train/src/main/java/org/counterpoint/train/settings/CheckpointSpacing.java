package org.counterpoint.train.settings;

/** When a checkpoint is due. */
public sealed interface CheckpointSpacing {
    /** The word for {@link Automatic}. */
    String AUTO = "auto";

    /** What a text must match. */
    String FORM = AUTO + "|0|[1-9]\\d{0,8}|(?=.*[1-9])\\d{1,9}(\\.\\d{1,3})?m|(?=.*[1-9])(100|\\d{1,2}(\\.\\d{1,3})?)%";

    /** The same for a person. */
    String WORDS = "auto, steps (100), minutes (10m), a share of the run (10%), or 0";

    /** Ten minutes or a tenth of the run, whichever comes first, as long as writing takes little of the time. */
    record Automatic() implements CheckpointSpacing {}

    /** Only the final model. */
    record Never() implements CheckpointSpacing {}

    /** @param steps between checkpoints, at least 1 */
    record Steps(long steps) implements CheckpointSpacing {}

    /** @param seconds between checkpoints, at least */
    record Time(double seconds) implements CheckpointSpacing {}

    /** @param share of the run's steps, above 0 and at most 1 */
    record Share(double share) implements CheckpointSpacing {}

    /**
     * Reads {@code auto}, {@code 100} (steps), {@code 10m} (minutes), {@code 10%} (of the run), or {@code 0}.
     *
     * @param text of the {@link #FORM}
     */
    static CheckpointSpacing of(String text) {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException(WORDS);
        }
        if (text.equals(AUTO)) {
            return new Automatic();
        }
        String number = text.substring(0, text.length() - 1);
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> new Time(60 * Double.parseDouble(number));
            case '%' -> new Share(Double.parseDouble(number) / 100);
            default -> text.equals("0") ? new Never() : new Steps(Long.parseLong(text));
        };
    }
}
