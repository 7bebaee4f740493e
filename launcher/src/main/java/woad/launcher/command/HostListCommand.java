package woad.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import woad.launcher.operator.OperatorClient;

/** {@code woad host list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Shows each host: its state, where it is, what it has and what of that is taken.")
public final class HostListCommand extends OperatorCommand {

    /** What is shown of a host; memory in MiB, disk in GiB. */
    record Line(String state, String region, String zone, String lastSeen, JsonNode capacity, JsonNode reserved) {
        @Override
        public String toString() {
            return "%-10s %s zone %s, %s of %s vCPUs, %s of %s MiB, %s of %s GiB taken, last seen %s".formatted(state, region, zone, taken("vcpus"), has("vcpus"),
                    taken("memoryMib"), has("memoryMib"), taken("diskGib"), has("diskGib"), lastSeen.isEmpty() ? "never" : lastSeen);
        }

        private String taken(String what) {
            return reserved.path(what).asText();
        }

        private String has(String what) {
            return capacity.path(what).asText();
        }
    }

    @Override
    Map<String, Line> act(OperatorClient operator) throws IOException {
        Map<String, Line> hosts = new LinkedHashMap<>();
        for (JsonNode host : operator.get("/hosts").path("value")) {
            hosts.put(host.path("host").asText(), new Line(host.path("state").asText(), host.path("region").asText(), host.path("zone").asText(),
                    host.path("lastSeen").asText(""), host.path("capacity"), host.path("reserved")));
        }
        return hosts;
    }
}
