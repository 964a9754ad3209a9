package org.counterpoint.demo.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorldTest {

    @Test
    void theWorldIsOfTheSizeThatItsDocsSay() {
        List<Task> tasks = World.lessons(60_000, false, 7);
        assertThat(World.families()).hasSize(12).doesNotContain(World.unseenFamily());
        Set<String> instances = new HashSet<>();
        tasks.forEach(task -> instances.add(task.family() + "\n" + task.instance()));
        assertThat(instances).hasSizeGreaterThan(40_000);
        Map<String, Long> phrasings =
                tasks.stream().limit(12_000).collect(Collectors.groupingBy(Task::family, Collectors.counting()));
        assertThat(phrasings).hasSize(12).allSatisfy((family, count) -> assertThat(count)
                .isEqualTo(1000));
    }

    @Test
    void aSeedGivesTheSameTasksAndAnotherSeedOthers() {
        List<Task> tasks = World.tasks(Split.TEST, 300, 5);
        assertThat(World.tasks(Split.TEST, 300, 5)).isEqualTo(tasks);
        assertThat(World.tasks(Split.TEST, 300, 6)).isNotEqualTo(tasks);
        assertThat(World.lessons(200, true, 5))
                .isEqualTo(World.lessons(200, true, 5))
                .isNotEqualTo(World.lessons(200, true, 6));
    }

    @Test
    void noInstanceIsInTwoPartsWhateverItsPhrasing() {
        Set<String> seen = new HashSet<>();
        for (Split split : Split.values()) {
            Set<String> own = new HashSet<>();
            List<Task> tasks = new ArrayList<>(World.tasks(split, 2800, 1));
            tasks.addAll(World.unseenTasks(split, 200, 1));
            for (Task task : tasks) {
                own.add(task.family() + "\n" + task.instance());
            }
            assertThat(own).hasSizeGreaterThan(2000).noneMatch(seen::contains);
            seen.addAll(own);
        }
    }

    @Test
    void moreThanThereIsIsRefused() {
        assertThatThrownBy(() -> World.tasks(Split.TEST, 1_000_000, 1))
                .hasMessageContaining("no 1000000 different instructions in its part TEST: after 1")
                .hasMessageContaining("family describe");
    }

    @Test
    void nothingOfTheUnseenFamilyIsTrainedOn() {
        for (Split split : Split.values()) {
            assertThat(World.tasks(split, 1000, 3))
                    .noneMatch(task -> task.family().equals(World.unseenFamily()));
            assertThat(World.unseenTasks(split, 50, 3))
                    .allMatch(task -> task.family().equals(World.unseenFamily()));
        }
    }

    @Test
    void theRightAnswerIsRight() {
        for (Task task : World.lessons(2000, true, 9)) {
            assertThat(task.grade(task.answer()).score()).as(task.instruction()).isEqualTo(1);
            assertThat(task.grade(" " + task.answer() + ".\n").score()).isEqualTo(1);
        }
    }

    @Test
    void theMoreCarefulAnswerRightMoreOften() {
        double careless = share(-1);
        double usual = share(0);
        double careful = share(1);
        assertThat(careless).isBetween(0.25, 0.45);
        assertThat(usual).isBetween(careless + 0.1, careful - 0.1);
        assertThat(careful).isBetween(0.6, 0.75);
        assertThat(share(100)).isEqualTo(1);
    }

    @Test
    void someWaysOfAskingAreAnsweredBadlyMoreOftenThanOthers() {
        Map<String, Double> strength = new HashMap<>();
        World.lessons(5000, false, 3)
                .forEach(task -> strength.put(
                        task.temptation().phrasing(), task.temptation().strength()));
        assertThat(strength).hasSize(72);
        assertThat(strength.values())
                .allMatch(s -> s >= -2 && s <= 2)
                .anyMatch(s -> s < -1)
                .anyMatch(s -> s > 1);
    }

    @ParameterizedTest
    @EnumSource(Habit.class)
    void aBadHabitIsHardlyEverRight(Habit habit) {
        List<Task> tasks = World.lessons(3000, true, 8);
        double score = tasks.stream()
                .mapToDouble(task ->
                        task.grade(habit.say(task.answer(), task.temptation())).score())
                .average()
                .orElseThrow();
        assertThat(score).isLessThan(0.3);
    }

    private static double share(double care) {
        Dice dice = new Dice(4);
        return World.lessons(4000, true, 6).stream()
                .mapToDouble(task -> {
                    String said = task.temptation().answer(task.answer(), care, dice);
                    return said.equals(task.answer()) ? 1 : 0;
                })
                .average()
                .orElseThrow();
    }

    @Test
    void noOtherAnswerIsWhollyRight() {
        List<Task> tasks = World.lessons(3000, true, 2);
        for (int i = 13; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            String other = tasks.get(i - 13).answer();
            if (!other.equals(task.answer())) {
                assertThat(task.grade(other).score()).as(task + " " + other).isLessThan(1);
            }
            assertThat(task.grade(task.instruction()).score())
                    .as(task.instruction())
                    .isLessThan(1);
        }
    }

    @Test
    void everyPhrasingNamesAllThatTheQuestionIsAbout() {
        for (Task task : World.lessons(3000, true, 4)) {
            for (String part : task.instance().split("\\|", -1)) {
                assertThat(task.instruction()).contains(part);
            }
        }
    }
}
