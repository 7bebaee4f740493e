package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.parts.Cloud;
import woad.launcher.cloud.Part;
import woad.platform.core.Json;

/** {@code woad status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Shows how each part of the cloud stands and where it answers. Exit code 1 where any part does not run.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--json", description = "For programs.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Cloud cloud = Cloud.existing(where.data());
        List<Part.Status> all = new ArrayList<>();
        for (Part part : cloud.parts()) {
            all.add(part.status());
        }
        if (json) {
            out.println(Json.write(Map.of("data", cloud.data().root().toString(), "domain", cloud.settings().domain(), "parts", all)));
        } else {
            all.forEach(s -> out.printf("%-14s %-13s %-32s %s%n", s.name(), word(s.state()), s.address(), detail(s)));
        }
        return all.stream().allMatch(s -> s.state() == Part.State.RUNNING) ? 0 : 1;
    }

    private static String word(Part.State state) {
        return switch (state) {
            case RUNNING -> "running";
            case STOPPED -> "stopped";
            case NOT_ANSWERING -> "not answering";
        };
    }

    private static String detail(Part.Status status) {
        return status.process() == 0 ? "" : "process %d, %d MiB".formatted(status.process(), status.residentBytes() >> 20);
    }
}
