package woad.launcher.command;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;
import woad.launcher.parts.Cloud;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.operator.OperatorClient;
import woad.platform.core.Json;

/** What the operator's commands share: they call the running control plane and print what came of it. */
abstract class OperatorCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--json", description = "For programs.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    /** Does it. @return what to print, by name */
    abstract Map<String, ?> act(OperatorClient operator) throws IOException;

    /** The cloud that the command is about. */
    final DataDirectory data() {
        return where.data();
    }

    @Override
    public final Integer call() throws IOException {
        DataDirectory data = where.data();
        OperatorClient operator = new OperatorClient(data, Cloud.existing(data).settings());
        if (!operator.answers()) {
            throw new Failure("the control plane does not answer", "start it: ./woad up" + where.again());
        }
        Map<String, ?> made = act(operator);
        if (json) {
            spec.commandLine().getOut().println(Json.write(made));
        } else {
            made.forEach((name, value) -> spec.commandLine().getOut().printf("%-18s %s%n", name, value));
        }
        return 0;
    }

    /** Names and values in the order given. */
    static Map<String, String> lines(String... namesAndValues) {
        Map<String, String> lines = new java.util.LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return lines;
    }
}
