package org.counterpoint.app.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.counterpoint.answer.files.ModelNames;
import org.counterpoint.answer.judge.HumanAtTerminal;
import org.counterpoint.console.Console;
import org.counterpoint.console.TerminalWidth;
import org.counterpoint.console.TextColumns;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.serve.Conversation;
import org.counterpoint.serve.Utterance;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.run.FinishedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A conversation in the terminal. */
@Command(
        name = "chat",
        header = "Talk to a model of this machine, or to two that answer the same questions.",
        description = {
            "A line is a question; the answer appears as it is written. /new forgets what was said, /template shows"
                    + " the chat template, /quit ends (so does the end of the input)."
        },
        footer = {
            "Examples:",
            "  counterpoint chat --model dpo/final",
            "  counterpoint chat --model dpo/final --against sft/final --temperature 0.7 --seed 1",
            "  echo 'Why is the sky blue?' | counterpoint chat --model dpo/final --temperature 0"
        })
public final class ChatCommand implements Callable<Integer> {
    private static final String COMMANDS = "/new (begins anew), /template (shows the template), /quit (ends)";

    /** A line that is meant for a command; a path has more slashes, or words behind it. */
    private static final Pattern COMMAND = Pattern.compile("/[\\p{Alpha}?]+");

    private final Console console;

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder, or a LoRA adapter's.")
    Path model = Path.of("");

    @FromHub(HubKind.MODEL)
    @Option(names = "--against", paramLabel = "DIR", description = "A second model that is asked the same.")
    @Nullable
    Path against;

    @Mixin
    BaseOption base = new BaseOption();

    @Option(names = "--system", paramLabel = "TEXT", description = "A system message.")
    @Nullable
    String system;

    @Option(
            names = "--temperature",
            defaultValue = "0.7",
            paramLabel = "T",
            description = "0: always the likeliest token (${DEFAULT-VALUE}).")
    double temperature;

    @Option(names = "--top-p", defaultValue = "0.95", paramLabel = "P", description = "(${DEFAULT-VALUE})")
    double topP;

    @Option(names = "--top-k", defaultValue = "0", paramLabel = "K", description = "0: all tokens (${DEFAULT-VALUE}).")
    int topK;

    @Option(names = "--max-new-tokens", defaultValue = "1024", paramLabel = "N", description = "(${DEFAULT-VALUE})")
    int maxNewTokens;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "The same questions with the same seed have the same answers (${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--columns",
            paramLabel = "N",
            description =
                    "With --against: answers side by side, N characters wide in all (the terminal's width); 0: one"
                            + " after the other, as where no terminal is.")
    @Nullable
    Integer columns;

    @Mixin
    LiveModelOptions live = new LiveModelOptions();

    public ChatCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (maxNewTokens < 1) {
            throw new InputException("--max-new-tokens is " + maxNewTokens + "; it must be at least 1");
        }
        if (columns != null && columns < 0) {
            throw new InputException("--columns is " + columns + "; it is a width, or 0");
        }
        live.setThreads();
        Sampling sampling = new Sampling(temperature, topK, topP);
        List<Path> folders = (against == null ? List.of(model) : List.of(model, against))
                .stream().map(FinishedRun::model).toList();
        Path given = base.of(folders.stream()
                .filter(one -> !BaseOption.isWhole(one))
                .findFirst()
                .orElse(folders.get(0)));
        Map<String, Conversation> models = new LinkedHashMap<>();
        try {
            for (Path folder : folders) {
                String name = ModelNames.of(folder);
                models.put(
                        models.containsKey(name) ? folder.toString() : name,
                        Conversation.open(folder, given, live.precision(), live.chatTemplate, system));
            }
            models.forEach((name, conversation) -> console.note("chat: " + name + ", " + conversation.maxPositions()
                    + " tokens, temperature " + temperature + ", top-p " + topP + ", seed " + seed
                    + ", template " + (live.chatTemplate == null ? "its own" : live.chatTemplate)));
            models.forEach((name, conversation) ->
                    conversation.slowness().ifPresent(why -> console.note("chat: " + name + " is " + why)));
            console.note("chat: " + COMMANDS);
            talk(models, sampling);
        } finally {
            models.values().forEach(Conversation::close);
        }
        return 0;
    }

    private void talk(Map<String, Conversation> models, Sampling sampling) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        console.err().print("> ");
        console.err().flush();
        for (String line = read(lines); line != null && !line.strip().equals("/quit"); line = read(lines)) {
            switch (line.strip()) {
                case "" -> {}
                case "/new" -> models.values().forEach(Conversation::begin);
                case "/template" ->
                    models.forEach(
                            (name, model) -> console.note(name + ":\n" + HumanAtTerminal.harmless(model.template())));
                default -> {
                    if (COMMAND.matcher(line.stripTrailing()).matches()) {
                        console.note("chat: there is no command " + line.strip() + "; there are " + COMMANDS
                                + "\n  to ask it as a question, begin with a space");
                    } else {
                        ask(models, line, sampling);
                    }
                }
            }
            console.err().print("> ");
            console.err().flush();
        }
        console.note("");
    }

    private void ask(Map<String, Conversation> models, String question, Sampling sampling) {
        int width = models.size() == 1 ? 0 : columns == null ? TerminalWidth.of(console) : columns;
        if (width > 0) {
            askTogether(models, question, sampling, width);
            return;
        }
        PrintStream out = console.out();
        models.forEach((name, conversation) -> {
            if (models.size() > 1) {
                console.result("--- " + name + " ---");
            }
            try {
                Utterance answer = conversation.ask(question, sampling, seed, maxNewTokens, piece -> {
                    out.print(HumanAtTerminal.harmless(piece));
                    out.flush();
                });
                while (answer.step()) {
                    // Its pieces are told as they come.
                }
                console.result("");
                noteCut("", answer);
            } catch (InputException e) {
                console.note("chat: " + e.getMessage() + " (/new)");
            }
        });
    }

    /** Side by side, a token of each in turn. */
    private void askTogether(Map<String, Conversation> models, String question, Sampling sampling, int width) {
        List<String> names = List.copyOf(models.keySet());
        TextColumns texts = new TextColumns(width, names, console::result);
        Map<Integer, Utterance> open = new LinkedHashMap<>();
        int column = 0;
        for (Map.Entry<String, Conversation> model : models.entrySet()) {
            int mine = column++;
            try {
                open.put(
                        mine,
                        model.getValue()
                                .ask(
                                        question,
                                        sampling,
                                        seed,
                                        maxNewTokens,
                                        piece -> texts.add(mine, HumanAtTerminal.harmless(piece))));
            } catch (InputException e) {
                console.note("chat: " + model.getKey() + ": " + e.getMessage() + " (/new)");
                texts.end(mine);
            }
        }
        while (!open.isEmpty()) {
            open.entrySet().removeIf(one -> {
                boolean ended = !one.getValue().step();
                if (ended) {
                    texts.end(one.getKey());
                    noteCut(names.get(one.getKey()) + ": ", one.getValue());
                }
                return ended;
            });
        }
    }

    private void noteCut(String whose, Utterance answer) {
        if (answer.isCut()) {
            console.note("(" + whose + "cut off after " + maxNewTokens + " tokens, or where the model's room ends)");
        }
    }

    private static @Nullable String read(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be read: " + e.getMessage(), e);
        }
    }
}
