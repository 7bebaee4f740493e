package woad.launcher.machines;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import woad.agent.AgentConfig;
import woad.engines.linuxnet.UnderlayPlan;
import woad.launcher.operator.OperatorClient;
import woad.launcher.process.ProcessFile;
import woad.platform.core.Json;
import woad.platform.keys.PrivateFiles;
import woad.server.ControlPlane;
import woad.server.ServerSettings;

/** Makes the hosts known to the control plane, and tells each agent what it has to know. */
public record HostRegistration(Fleet fleet, OperatorClient operator) {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long RESERVED_MIB = 2048;
    private static final long LEAST_MIB = 1024;

    /** Whether the host's agent has a certificate, so that it needs no token to start. */
    public boolean hasEnrolled(LocalHost host) {
        return Files.exists(fleet.state(host).resolve("host.pem"));
    }

    /** Registers a host where it is unknown or has moved. */
    public void register(LocalHost host) throws IOException {
        String address = fleet.plan().address(host.id()).getHostAddress();
        for (JsonNode view : operator.get("/hosts").path("value")) {
            if (view.path("host").asText().equals(host.id().value()) && view.path("underlayAddress").asText().equals(address)) {
                return;
            }
        }
        operator.put("/hosts/" + host.id(), Map.of("region", host.region(), "zone", host.zone(), "underlayAddress", address,
                "vcpus", Runtime.getRuntime().availableProcessors(), "memoryMib", memoryMib(), "diskGib", diskGib()));
    }

    /** Has a token made with which the host's agent may enrol. */
    public void issueToken(LocalHost host) throws IOException {
        PrivateFiles.write(token(host), operator.post("/hosts/" + host.id() + "/tokens", Map.of()).path("token").asText().getBytes(StandardCharsets.US_ASCII));
    }

    private Path token(LocalHost host) {
        return fleet.state(host).resolve("enrolment-token");
    }

    /** Whether the host's agent, as it runs now, has reported; while the control plane does not answer, nobody knows of it. */
    public boolean reports(LocalHost host) {
        try {
            Instant started = new ProcessFile(fleet.state(host)).claimed();
            for (JsonNode view : operator.get("/hosts").path("value")) {
                if (view.path("host").asText().equals(host.id().value())) {
                    return view.path("state").asText().equals("UP") && Instant.parse(view.path("lastSeen").asText()).isAfter(started);
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a host's agent reads its configuration. */
    public static Path configFile(Fleet fleet, LocalHost host) {
        return fleet.state(host).resolve("agent.json");
    }

    /** Tells the host's agent what it has to know; the control plane must have been up once. */
    public void writeConfig(LocalHost host) throws IOException {
        UnderlayPlan plan = fleet.plan();
        Path root = fleet.state(host).resolve("fleet-root.pem");
        PrivateFiles.write(root, Files.readAllBytes(ServerSettings.fleetRoot(fleet.data().server())));
        var network = plan.settings(host.id(), fleet.settings().domain(), java.util.OptionalInt.empty());
        AgentConfig config = new AgentConfig(host.id(), java.net.URI.create("https://" + ControlPlane.FLEET_HOST + ":" + fleet.fleetEndpoint().getPort()),
                plan.gateway().getHostAddress(), root, token(host), fleet.relayEndpoint().getAddress().getHostAddress() + ":" + fleet.relayEndpoint().getPort(),
                fleet.state(host), fleet.secrets(host), Fleet.IMAGES, fleet.settings().domain(),
                new AgentConfig.Network(plan.namespace(host.id()), network.uplink(), plan.address(host.id()).getHostAddress(),
                        plan.publicAddresses().pool().toString(), plan.publicAddresses().fabric().toString(), network.guestMtu(), network.runDirectory()));
        PrivateFiles.write(configFile(fleet, host), Json.bytes(config));
    }

    /** An equal share of the computer's memory, less what the control plane takes. */
    private static long memoryMib() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return Math.max(LEAST_MIB, (system.getTotalMemorySize() / MIB - RESERVED_MIB) / LocalHost.ALL.size());
    }

    private long diskGib() throws IOException {
        return Math.max(1, Files.getFileStore(fleet.data().root()).getUsableSpace() / GIB / LocalHost.ALL.size());
    }
}
