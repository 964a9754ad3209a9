package org.counterpoint.recipe.reward;

import java.nio.file.Path;
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
import org.counterpoint.settings.Reading;
import org.counterpoint.store.Provenance;

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
        Reading<JudgeChoices> reading = JudgeChoices.SCHEMA.read(root.plain());
        reading.faults().forEach(fault -> {
            YamlNode value = root.get(fault.name());
            faults.add(value == null ? root.place() : value.place(), fault.message());
        });
        faults.throwIfAny(file.toString());
        return reading.orElseThrow(messages -> new InputException(String.join("\n", messages)));
    }
}
