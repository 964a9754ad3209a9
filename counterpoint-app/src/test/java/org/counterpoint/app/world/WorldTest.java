package org.counterpoint.app.world;

import static org.assertj.core.api.Assertions.assertThat;

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
        List<Task> tasks = World.tasks(Split.TRAIN, 60_000, 7);
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
        assertThat(Texts.draw(200, 5)).isEqualTo(Texts.draw(200, 5)).isNotEqualTo(Texts.draw(200, 6));
    }

    @Test
    void noInstanceIsInTwoPartsWhateverItsPhrasing() {
        Set<String> seen = new HashSet<>();
        for (Split split : Split.values()) {
            Set<String> own = new HashSet<>();
            for (Task task : World.anyTasks(split, 3000, 1)) {
                own.add(task.family() + "\n" + task.instance());
            }
            assertThat(own).hasSizeGreaterThan(2000).noneMatch(seen::contains);
            seen.addAll(own);
        }
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

    @ParameterizedTest
    @EnumSource(Manner.class)
    void theRightAnswerIsRightInEveryManner(Manner manner) {
        for (Task task : World.anyTasks(Split.TRAIN, 2000, 9)) {
            assertThat(task.grade(manner.say(task.answer())).score())
                    .as("%s: %s", task.instruction(), manner.say(task.answer()))
                    .isEqualTo(1);
            assertThat(task.grade(" " + manner.say(task.answer()) + ".\n").score())
                    .isEqualTo(1);
        }
    }

    @Test
    void noOtherAnswerIsWhollyRight() {
        List<Task> tasks = World.anyTasks(Split.TRAIN, 3000, 2);
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
        for (Task task : World.anyTasks(Split.TRAIN, 3000, 4)) {
            for (String part : task.instance().split("\\|", -1)) {
                assertThat(task.instruction()).contains(part);
            }
        }
    }
}
