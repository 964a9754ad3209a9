package org.counterpoint.demo.world;

/**
 * What leads the careless astray. Some ways of asking are answered badly more often than others, and each has a bad
 * habit that suits it best: both belong to the phrasing, for whoever answers.
 *
 * @param phrasing the way of asking
 * @param beside the answer to a neighbouring question
 * @param matter what the question is about
 */
public record Temptation(String phrasing, String beside, String matter) {

    private static final double WIDTH = 2;
    private static final double FAVOURITE = 0.7;

    /** How strong it is: from -2 to 2. */
    double strength() {
        return WIDTH * (2 * fate().fraction() - 1);
    }

    /** The right answer from the careful, more or less often something else from others. */
    String answer(String right, double care, Dice dice) {
        return dice.chance(1 / (1 + Math.exp(strength() - care)))
                ? right
                : habit(dice).say(right, this);
    }

    private Habit habit(Dice dice) {
        Dice fate = fate();
        fate.fraction();
        Habit favourite = fate.one(Habit.ALL);
        return dice.chance(FAVOURITE) ? favourite : dice.one(Habit.ALL);
    }

    private Dice fate() {
        return new Dice(phrasing.hashCode());
    }
}
