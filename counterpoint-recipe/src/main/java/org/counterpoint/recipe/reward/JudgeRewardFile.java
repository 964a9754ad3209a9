package org.counterpoint.recipe.reward;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.answer.judge.AskingSitting;
import org.counterpoint.answer.judge.JudgeChoices;
import org.counterpoint.answer.judge.JudgeIdentity;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ask.DurableAsker;
import org.counterpoint.chat.openai.OpenAiChatModel;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.file.ShippedJudges;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A file that says who judges a policy's own answers: a mapping with the settings of {@code judge}, such as
 * {@code {judge: ranking, endpoint: "http://localhost:8000/v1", model: judge}}.
 */
public final class JudgeRewardFile {
    private JudgeRewardFile() {}

    /**
     * Opens the judge.
     *
     * @param run the folder of the run; what the judge said is kept beside it until the run is done
     * @throws InputException naming every fault of the file
     */
    public static JudgeReward open(Path file, Path run) {
        JudgeChoices choices = read(file);
        if (choices.judge() == null || choices.server().url() == null) {
            throw new InputException(file + " needs judge, endpoint and model: who judges, and behind which server");
        }
        Judge found = ShippedJudges.find(choices.judge());
        Judge judge = choices.order() == null ? found : found.withOrder(choices.order());
        if (judge.needsReference()) {
            throw new InputException(file + ": the judge " + judge.name()
                    + " shows a reference, and a policy's own answers have none; take another judge");
        }
        Map<String, String> identity =
                JudgeIdentity.settings(judge, choices.server().endpoint().model());
        ChatModel model = new OpenAiChatModel(choices.server().endpoint());
        Path name = run.toAbsolutePath().normalize().getFileName();
        AskingSitting sitting = AskingSitting.open(
                judge,
                run.resolveSibling(name + "-judge"),
                Provenance.of("reward judge", identity),
                false,
                journal -> new DurableAsker(
                        model,
                        journal,
                        choices.server().limits(),
                        choices.server().budget(),
                        summary -> {}));
        return new JudgeReward(identity.toString(), model, sitting);
    }

    private static JudgeChoices read(Path file) {
        YamlFaults faults = new YamlFaults();
        YamlNode.Mapping root = YamlFile.read(file, faults);
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        root.entries().forEach((name, entry) -> {
            if (entry.value() instanceof YamlNode.Scalar scalar) {
                given.put(name, scalar.plain());
            } else {
                faults.add(entry.name(), name + " is " + entry.value().kind() + ", not one value");
            }
        });
        JudgeChoices.SCHEMA.read(given).faults().forEach(fault -> {
            YamlNode.Entry entry = root.entries().get(fault.name());
            faults.add(entry == null ? root.place() : entry.name(), fault.message());
        });
        faults.throwIfAny(file.toString());
        return JudgeChoices.SCHEMA.read(given).orElseThrow(messages -> new InputException(String.join("\n", messages)));
    }
}
