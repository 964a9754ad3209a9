package org.counterpoint.app.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.app.Main;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.console.Console;
import org.counterpoint.console.UsageException;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.plan.Sharing;
import org.counterpoint.train.ranks.RankPlace;
import org.counterpoint.train.ranks.RankPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether a command is one of several processes that work together: by its option, or by a launcher's environment. */
final class RankOptions {
    private static final String NAME = "--processes";

    @Spec(Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    @Option(
            names = NAME,
            paramLabel = "N",
            description = {
                "Work with N processes of this machine, which share its cores. On several machines a launcher starts",
                "them, and sets RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT."
            })
    @Nullable
    Integer processes;

    /** @throws UsageException where there cannot be so many */
    RankPlan plan(Console console) {
        return plan(console, System.getenv());
    }

    /** The same, where the work may also go to a cluster: to one of both. */
    RankPlan plan(Console console, Optional<ClusterPlace> cluster) {
        if (cluster.isEmpty()) {
            return plan(console);
        }
        if (processes != null) {
            throw new UsageException(NAME + " and --spark both share the work out; leave one of them out");
        }
        return RankPlan.alone();
    }

    /** A file is made: what the processes that were started here said while they helped is of no use any more. */
    void done(RankPlan plan, Path out) throws IOException {
        if (plan instanceof RankPlan.Local) {
            WholeFolder.delete(RankPlan.logs(out));
        }
    }

    RankPlan plan(Console console, Map<String, String> environment) {
        Optional<RankPlace> launched = RankPlace.of(environment);
        Integer asked = processes;
        if (asked == null) {
            return launched.filter(place -> place.size() > 1)
                    .<RankPlan>map(RankPlan.Launched::new)
                    .orElse(RankPlan.alone());
        }
        if (asked < 1) {
            throw new UsageException(NAME + " " + asked + ": there is at least one process");
        }
        if (launched.isPresent()) {
            throw new UsageException(NAME + " starts processes, and a launcher has started this one as rank "
                    + launched.get().rank() + " of " + launched.get().size() + "; leave one of them out");
        }
        int cores = Runtime.getRuntime().availableProcessors();
        if (asked > cores) {
            console.note("warning: " + asked + " processes share " + cores + (cores == 1 ? " core" : " cores")
                    + "; more than one a core are slower than one");
        }
        return asked == 1 ? RankPlan.alone() : new RankPlan.Local(asked, command());
    }

    /** Which of them share this machine's memory and devices, as far as is known. */
    Sharing sharing(RankPlan plan) {
        return plan instanceof RankPlan.Launched launched
                ? new Sharing(
                        plan.size(),
                        Math.max(1, launched.place().here().size()),
                        launched.place().here().rank())
                : new Sharing(plan.size(), plan.size(), plan.rank());
    }

    /** This very command, by this JVM, without the option. */
    private List<String> command() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!argument.startsWith("-agentlib") && !argument.startsWith("-javaagent")) {
                words.add(argument); // an agent is for one process
            }
        }
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(NAME)) {
                i++; // and its value
            } else if (!arguments.get(i).startsWith(NAME + "=")) {
                words.add(arguments.get(i));
            }
        }
        return words;
    }
}
