package woad.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;
import woad.launcher.operator.OperatorClient;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.parts.Cloud;
import woad.platform.core.Json;

/** {@code woad scrub}. */
@Command(name = "scrub", mixinStandardHelpOptions = true,
        description = "Shows what the weekly walk over objects' bytes has found. Exit code 1 where any are damaged.")
public final class ScrubCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--json", description = "For programs.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        DataDirectory data = where.data();
        OperatorClient operator = new OperatorClient(data, Cloud.existing(data).settings());
        if (!operator.answers()) {
            throw new Failure("the control plane does not answer", "start it: ./woad up" + where.again());
        }
        JsonNode passes = operator.get("/scrubs").path("value");
        PrintWriter out = spec.commandLine().getOut();
        boolean damaged = false;
        if (json) {
            out.println(Json.write(passes));
        }
        for (JsonNode pass : passes) {
            damaged |= pass.path("damagedExtents").asLong() > 0;
            if (!json) {
                print(pass, out);
            }
        }
        return damaged ? 1 : 0;
    }

    private static void print(JsonNode pass, PrintWriter out) {
        out.printf("%s to %s: %,d extents, %,d bytes, %,d damaged%n", pass.path("started").asText(), pass.path("ended").asText("now"),
                pass.path("extents").asLong(), pass.path("bytes").asLong(), pass.path("damagedExtents").asLong());
        pass.path("damaged").forEach(damage -> out.printf("  %s  %s%n", damage.path("extent").asText(), damage.path("finding").asText()));
    }
}
