package org.counterpoint.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.counterpoint.answer.files.ModelNames;
import org.counterpoint.console.Console;
import org.counterpoint.console.UsageException;
import org.counterpoint.serve.ModelServer;
import org.counterpoint.serve.ServeSettings;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.run.FinishedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Models of this machine behind OpenAI's API. */
@Command(
        name = "serve",
        header = "Serve models of this machine behind OpenAI's API.",
        description = {
            "/v1/chat/completions and /v1/completions (streams, seeds, stop, logprobs, n), /v1/models, /v1/score for"
                    + " reward models, /health and /metrics. Requests are computed together as they come; an answer does"
                    + " not depend on who asks beside it. Ctrl-C lets those under way end. See docs/serve.md."
        },
        footer = {
            "Examples:",
            "  counterpoint serve --model dpo/final",
            "  counterpoint serve --model mine=dpo/final --model base=SmolLM2-135M-Instruct --port 8000",
            "  counterpoint serve --model dpo/final --host 0.0.0.0 --api-key-env SERVER_KEY"
        })
public final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--model",
            required = true,
            paramLabel = "[NAME=]DIR",
            description = "A model folder, a reward model's too; may be given often. NAME is what clients ask for (its"
                    + " folder's name).")
    List<String> models = List.of();

    @Mixin
    BaseOption base = new BaseOption();

    @Option(
            names = "--port",
            defaultValue = "8000",
            paramLabel = "N",
            description = "0: any that is free (${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Another than this machine's own needs a key (${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(
            names = "--api-key-env",
            paramLabel = "VAR",
            description = "The NAME of the environment variable that holds the key which clients must bring.")
    @Nullable
    String apiKeyEnv;

    @Option(
            names = "--batch-size",
            defaultValue = "8",
            paramLabel = "N",
            description = "Answers of one model computed at once (${DEFAULT-VALUE}).")
    int batchSize;

    @Option(
            names = "--queue",
            defaultValue = "64",
            paramLabel = "N",
            description = "Answers that wait for their turn; more are turned away with 429 (${DEFAULT-VALUE}).")
    int queue;

    @Option(
            names = "--max-new-tokens",
            defaultValue = "1024",
            paramLabel = "N",
            description = "The longest answer where a request does not say (${DEFAULT-VALUE}).")
    int maxNewTokens;

    @Mixin
    LiveModelOptions live = new LiveModelOptions();

    public ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        live.setThreads();
        ServeSettings settings = new ServeSettings(
                named(models),
                base(),
                host,
                port,
                key(apiKeyEnv),
                live.precision(),
                live.chatTemplate,
                batchSize,
                queue,
                maxNewTokens,
                Duration.ofSeconds(30));
        CountDownLatch stopped = new CountDownLatch(1);
        try (ModelServer server = ModelServer.start(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "serve-stop"));
            server.notices().forEach(notice -> console.note("serve: " + notice));
            console.note("serve: " + String.join(", ", settings.models().keySet()) + " at " + server.url()
                    + "; Ctrl-C stops");
            stopped.await();
        }
        return 0;
    }

    /** Of those that are adapters; where all are whole models it is for nobody. */
    private @Nullable Path base() {
        List<Path> folders = List.copyOf(named(models).values());
        return base.of(folders.stream()
                .filter(one -> !BaseOption.isWhole(one))
                .findFirst()
                .orElse(folders.get(0)));
    }

    static Map<String, Path> named(List<String> given) {
        Map<String, Path> models = new LinkedHashMap<>();
        for (String one : given) {
            int equals = one.indexOf('=');
            Path folder = FinishedRun.model(Path.of(one.substring(equals + 1)));
            String name = equals > 0 ? one.substring(0, equals) : ModelNames.of(folder);
            if (models.put(name, folder) != null) {
                throw new UsageException("two models are named " + name + "; give one of them a name, NAME=" + folder);
            }
        }
        return models;
    }

    private static @Nullable String key(@Nullable String variable) {
        if (variable == null) {
            return null;
        }
        String key = System.getenv(variable);
        if (key == null || key.isBlank()) {
            throw new UsageException("the environment variable that --api-key-env names is not set or is empty; it must"
                    + " hold the key that clients bring");
        }
        return key;
    }
}
