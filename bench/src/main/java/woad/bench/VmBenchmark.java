package woad.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import woad.engines.qemu.BareBoot;
import woad.engines.qemu.GuestImages;
import woad.fleet.spi.Hypervisor;
import woad.fleet.spi.ImageStore;
import woad.platform.core.Json;

/** From the PUT of a machine to its SSH banner, against QEMU started by hand with the same memory and image. */
final class VmBenchmark implements Benchmark {
    private static final int ROUNDS = 5;
    private static final int MEMORY_MIB = 128;
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEtoqjkfSw4hAKPBQ1zM3Ku1qR3ZBYvBXPrLBVDKi0Lz bench";

    @Override
    public String name() {
        return "vm";
    }

    @Override
    public String description() {
        return "PUT of a virtual machine until its SSH banner (tiny image), against bare QEMU with the same memory and image";
    }

    @Override
    public boolean needsMachines() {
        return true;
    }

    @Override
    public List<Row> run(BenchCloud cloud, Consumer<String> progress) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        ImageStore.Image image = new GuestImages(cloud.images()).image(GuestImages.TINY, progress);
        try (CloudClient client = new CloudClient(cloud)) {
            String group = "/resourceGroups/bench-vm";
            client.put(client.path(group, "2024-11-01"), Map.of("location", "francecentral"));
            network(client, group);
            for (int round = 0; round <= ROUNDS; round++) {
                progress.accept("round " + round + " of " + ROUNDS + (round == 0 ? " (not counted)" : ""));
                double mine = machine(client, group, "vm" + round);
                double theirs = BareBoot.untilSsh(image, 1, MEMORY_MIB, Hypervisor.Accelerator.TCG).toNanos() / 1e9;
                if (round > 0) {
                    ours.add(mine);
                    bare.add(theirs);
                    ratios.add(mine / theirs);
                }
            }
            client.remove(client.path(group, "2024-11-01"));
        }
        double peer = ArmBenchmark.median(bare);
        return List.of(new Row("PUT until SSH banner", ArmBenchmark.median(ratios) * peer, "s", "bare QEMU", peer, 1.3, true));
    }

    private static void network(CloudClient client, String group) throws IOException, InterruptedException {
        String network = group + "/providers/Microsoft.Network";
        ObjectNode nsg = Json.object().put("location", "francecentral");
        nsg.putObject("properties").putArray("securityRules").addObject().put("name", "ssh").putObject("properties").put("priority", 100).put("direction", "Inbound")
                .put("access", "Allow").put("protocol", "Tcp").put("sourceAddressPrefix", "*").put("sourcePortRange", "*").put("destinationAddressPrefix", "*")
                .put("destinationPortRange", "22");
        String nsgId = client.make(client.path(network + "/networkSecurityGroups/nsg", "2024-05-01"), nsg).path("id").asText();
        ObjectNode vnet = Json.object().put("location", "francecentral");
        ObjectNode properties = vnet.putObject("properties");
        properties.putObject("addressSpace").putArray("addressPrefixes").add("10.0.0.0/16");
        ObjectNode subnet = properties.putArray("subnets").addObject().put("name", "default").putObject("properties").put("addressPrefix", "10.0.0.0/24");
        subnet.putObject("networkSecurityGroup").put("id", nsgId);
        client.make(client.path(network + "/virtualNetworks/vnet", "2024-05-01"), vnet);
    }

    private static double machine(CloudClient client, String group, String name) throws IOException, InterruptedException {
        String network = group + "/providers/Microsoft.Network";
        ObjectNode address = Json.object().put("location", "francecentral");
        address.putObject("sku").put("name", "Standard");
        address.putObject("properties").put("publicIPAllocationMethod", "Static");
        JsonNode ip = client.make(client.path(network + "/publicIPAddresses/" + name, "2024-05-01"), address);
        ObjectNode nic = Json.object().put("location", "francecentral");
        ObjectNode configuration = nic.putObject("properties").putArray("ipConfigurations").addObject().put("name", "ip").putObject("properties");
        String base = client.path("", "x").replaceFirst("\\?.*", "");
        configuration.putObject("subnet").put("id", base + network + "/virtualNetworks/vnet/subnets/default");
        configuration.putObject("publicIPAddress").put("id", ip.path("id").asText());
        String nicId = client.make(client.path(network + "/networkInterfaces/" + name, "2024-05-01"), nic).path("id").asText();
        ObjectNode vm = Json.object().put("location", "francecentral");
        ObjectNode properties = vm.putObject("properties");
        properties.putObject("hardwareProfile").put("vmSize", "Standard_B1s");
        properties.putObject("storageProfile").putObject("imageReference").put("publisher", "woad").put("offer", "tiny").put("sku", "1").put("version", "latest");
        ObjectNode os = properties.putObject("osProfile").put("computerName", name).put("adminUsername", "bench");
        os.putObject("linuxConfiguration").put("disablePasswordAuthentication", true).putObject("ssh").putArray("publicKeys").addObject()
                .put("path", "/home/bench/.ssh/authorized_keys").put("keyData", KEY);
        properties.putObject("networkProfile").putArray("networkInterfaces").addObject().put("id", nicId);
        String path = client.path(group + "/providers/Microsoft.Compute/virtualMachines/" + name, "2024-11-01");
        long start = System.nanoTime();
        client.put(path, vm);
        awaitBanner(ip.path("properties").path("ipAddress").asText(), start + 120_000_000_000L);
        double seconds = (System.nanoTime() - start) / 1e9;
        client.remove(path);
        return seconds;
    }

    private static void awaitBanner(String address, long end) throws IOException, InterruptedException {
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, 22), 250);
                socket.setSoTimeout(2000);
                if (new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-")) {
                    return;
                }
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw new IOException("no SSH banner from " + address + " in time", notYet);
                }
            }
            Thread.sleep(10);
        }
    }
}
