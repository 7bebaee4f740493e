package woad.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.environment.DemoCustomer;
import woad.launcher.process.Commands;

/** Deploys a virtual machine as a customer would and reaches it over SSH. Doing it again changes nothing and reaches it again. */
public record Demo(DataDirectory data, DemoCustomer customer, CustomerClient client) {
    private static final String REGION = "francecentral";
    private static final String USER = "demo";
    private static final String NETWORK_API = "2024-05-01";
    private static final String COMPUTE_API = "2024-07-01";
    private static final String GROUP_API = "2024-03-01";
    private static final Duration QUICK = Duration.ofMinutes(2);
    private static final Duration MACHINE = Duration.ofMinutes(10);
    private static final Duration SSH = Duration.ofMinutes(5);

    /** What came of it. @param key file with the private key for SSH */
    public record Machine(String address, String user, Path key, String greeting) {}

    /** Each step is told with its time. */
    public Machine run(Progress progress) throws IOException {
        Progress.Step signIn = progress.begin("sign in");
        client.signIn(customer);
        signIn.done("application " + customer.clientId());
        Path key = key();

        step(progress, "resource group", group() + "?api-version=" + GROUP_API, Map.of("location", REGION), QUICK);
        step(progress, "virtual network", network("virtualNetworks/demo-net"), located(Map.of("addressSpace", Map.of("addressPrefixes", List.of("10.0.0.0/16")),
                "subnets", List.of(Map.of("name", "default", "properties", Map.of("addressPrefix", "10.0.0.0/24"))))), QUICK);
        step(progress, "network security group", network("networkSecurityGroups/demo-nsg"), located(Map.of("securityRules", List.of(Map.of("name", "ssh",
                "properties", Map.of("priority", 1000, "direction", "Inbound", "access", "Allow", "protocol", "Tcp", "sourceAddressPrefix", "*",
                        "sourcePortRange", "*", "destinationAddressPrefix", "*", "destinationPortRange", "22"))))), QUICK);
        step(progress, "public address", network("publicIPAddresses/demo-ip"), Map.of("location", REGION, "sku", Map.of("name", "Standard"),
                "properties", Map.of("publicIPAllocationMethod", "Static")), QUICK);
        step(progress, "network interface", network("networkInterfaces/demo-nic"), located(Map.of("networkSecurityGroup", reference("networkSecurityGroups/demo-nsg"),
                "ipConfigurations", List.of(Map.of("name", "ipconfig1", "properties", Map.of("privateIPAllocationMethod", "Dynamic",
                        "subnet", reference("virtualNetworks/demo-net/subnets/default"), "publicIPAddress", reference("publicIPAddresses/demo-ip")))))), QUICK);
        step(progress, "virtual machine", group() + "/providers/Microsoft.Compute/virtualMachines/demo-vm?api-version=" + COMPUTE_API,
                located(machine(Files.readString(key.resolveSibling(key.getFileName() + ".pub")).strip())), MACHINE);

        JsonNode address = client.get(network("publicIPAddresses/demo-ip"));
        String ip = address.path("properties").path("ipAddress").asText();
        Progress.Step ssh = progress.begin("SSH");
        String greeting = awaitSsh(ip, key);
        ssh.done(USER + "@" + ip);
        return new Machine(ip, USER, key, greeting);
    }

    private void step(Progress progress, String name, String path, Object body, Duration limit) throws IOException {
        Progress.Step step = progress.begin(name);
        JsonNode made = client.put(path, body, limit);
        step.done(made.path("name").asText());
    }

    private Map<String, Object> machine(String publicKey) {
        return Map.of("hardwareProfile", Map.of("vmSize", "Standard_B1s"),
                "storageProfile", Map.of("imageReference", Map.of("publisher", "woad", "offer", "tiny", "sku", "1", "version", "latest"),
                        "osDisk", Map.of("createOption", "FromImage", "deleteOption", "Delete")),
                "osProfile", Map.of("computerName", "demo-vm", "adminUsername", USER, "linuxConfiguration", Map.of("disablePasswordAuthentication", true,
                        "ssh", Map.of("publicKeys", List.of(Map.of("path", "/home/" + USER + "/.ssh/authorized_keys", "keyData", publicKey))))),
                "networkProfile", Map.of("networkInterfaces", List.of(reference("networkInterfaces/demo-nic"))));
    }

    private static Map<String, Object> located(Map<String, Object> properties) {
        return Map.of("location", REGION, "properties", properties);
    }

    private String group() {
        return "/subscriptions/" + customer.subscriptionId() + "/resourceGroups/woad-demo";
    }

    private String network(String name) {
        return group() + "/providers/Microsoft.Network/" + name + "?api-version=" + NETWORK_API;
    }

    private Map<String, Object> reference(String name) {
        return Map.of("id", group() + "/providers/Microsoft.Network/" + name);
    }

    /** A key pair for the demo, made once. */
    private Path key() throws IOException {
        Path key = data.person().resolve("demo-ssh-key");
        if (!Files.exists(key)) {
            Commands.Result made = Commands.run(Duration.ofSeconds(30), List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "woad demo", "-f", key.toString()));
            if (!made.succeeded()) {
                throw new Failure("no key for SSH could be made: " + made.output(), "apt-get install openssh-client");
            }
        }
        return key;
    }

    /** The words with which a person would reach the machine. */
    static List<String> ssh(String address, Path key) {
        return List.of("ssh", "-i", key.toString(), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5", USER + "@" + address);
    }

    private static String awaitSsh(String address, Path key) throws IOException {
        long deadline = System.nanoTime() + SSH.toNanos();
        List<String> command = new java.util.ArrayList<>(ssh(address, key));
        command.addAll(List.of("uname", "-a"));
        while (true) {
            Commands.Result answer = Commands.run(Duration.ofSeconds(30), command);
            if (answer.succeeded()) {
                return answer.output();
            }
            if (System.nanoTime() > deadline) {
                throw new Failure("the machine does not answer to SSH at " + address + ": " + answer.output(),
                        "look at its console: az vm boot-diagnostics get-boot-log -g woad-demo -n demo-vm");
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted", "run the command again");
            }
        }
    }
}
