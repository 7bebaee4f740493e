package woad.engines.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spi.Hypervisor.AttachedPort;
import woad.fleet.spi.Hypervisor.Launch;

/**
 * The read-only drive by which a guest learns who it is: an ISO 9660 volume {@code cidata} with the files of cloud-init's
 * NoCloud source (https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html), and in {@code woad/} the same
 * as plain lines for guests without cloud-init. As on Azure, the customer's data is the user-data, and the administrator
 * is the default user, so that both apply.
 */
final class ConfigurationDrive {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigurationDrive() {}

    /** @param scratch a new directory in memory; removed by the caller with all that is in it */
    static Path write(Launch launch, Path scratch) throws IOException {
        Path content = Files.createDirectory(scratch.resolve("content"));
        Path plain = Files.createDirectory(content.resolve("woad"));
        GuestSpec guest = launch.guest();
        String keys = guest.sshPublicKeys().stream().map(key -> key.keyData().strip() + "\n").collect(Collectors.joining());

        Files.writeString(content.resolve("meta-data"), JSON.writeValueAsString(Map.of("instance-id", launch.machineId(),
                "local-hostname", guest.computerName(), "public-keys", keys.lines().toList())) + "\n");
        Files.writeString(content.resolve("vendor-data"), vendorData(guest));
        Files.writeString(content.resolve("network-config"), JSON.writeValueAsString(networkConfiguration(launch.ports())) + "\n");

        Files.writeString(plain.resolve("hostname"), guest.computerName() + "\n");
        Files.writeString(plain.resolve("admin"), guest.adminUsername() + "\n");
        Files.writeString(plain.resolve("authorized_keys"), keys);
        Files.writeString(plain.resolve("ca.pem"), guest.cloudCaPem());
        Files.writeString(plain.resolve("ipv6"), launch.ports().stream()
                .flatMap(port -> ipv6(port).stream().map(address -> port.mac() + " " + address + "\n")).collect(Collectors.joining()));
        if (guest.customData() == null) {
            Files.writeString(content.resolve("user-data"), "#cloud-config\n{}\n");
        } else {
            byte[] customData = Base64.getMimeDecoder().decode(guest.customData().getBytes(StandardCharsets.US_ASCII));
            Files.write(content.resolve("user-data"), customData);
            Files.write(plain.resolve("custom-data"), customData);
        }
        Path drive = scratch.resolve("config.iso");
        Command.in(scratch).run(List.of("genisoimage", "-quiet", "-R", "-J", "-V", "cidata", "-o", drive.toString(), content.toString()));
        FileTrees.delete(content);
        return drive;
    }

    /**
     * The cloud's own wishes, which the customer's go before where both name the same key. The certificate authority is put in
     * place by a script of the earliest stage: cloud-init's own way rebuilds the whole store, which takes an emulated guest a
     * minute, and is lost when the customer lists certificates too.
     */
    private static String vendorData(GuestSpec guest) throws JsonProcessingException {
        String settings = JSON.writeValueAsString(Map.of("ssh_pwauth", false,
                "system_info", Map.of("default_user", Map.of("name", guest.adminUsername(), "gecos", "", "lock_passwd", true,
                        "shell", "/bin/bash", "groups", List.of("adm", "sudo"), "sudo", List.of("ALL=(ALL) NOPASSWD:ALL")))));
        return """
                Content-Type: multipart/mixed; boundary="%1$s"
                MIME-Version: 1.0

                --%1$s
                Content-Type: text/cloud-config

                #cloud-config
                %2$s
                --%1$s
                Content-Type: text/cloud-boothook

                #cloud-boothook
                #!/bin/sh
                kept=/usr/local/share/ca-certificates/cloud.crt
                [ -f $kept ] && exit 0
                cat >$kept <<'END'
                %3$s
                END
                cat $kept >>/etc/ssl/certs/ca-certificates.crt
                ln -s $kept /etc/ssl/certs/cloud.pem
                ln -s cloud.pem /etc/ssl/certs/$(openssl x509 -hash -noout -in $kept).0
                --%1$s--
                """.formatted("cloud-part-boundary", settings, guest.cloudCaPem().strip());
    }

    /** IPv4 by DHCP; IPv6 addresses as given, its routes by router advertisement. */
    private static Map<String, Object> networkConfiguration(List<AttachedPort> ports) throws JsonProcessingException {
        Map<String, Object> cards = new LinkedHashMap<>();
        for (AttachedPort port : ports) {
            Map<String, Object> card = new LinkedHashMap<>();
            card.put("match", Map.of("macaddress", port.mac()));
            card.put("dhcp4", true);
            card.put("dhcp6", false);
            card.put("accept-ra", true);
            if (!ipv6(port).isEmpty()) {
                card.put("addresses", ipv6(port).stream().map(address -> address + "/128").toList());
            }
            cards.put("nic" + cards.size(), card);
        }
        return Map.of("version", 2, "ethernets", cards);
    }

    private static List<String> ipv6(AttachedPort port) {
        return port.addresses().stream().filter(address -> address.contains(":")).toList();
    }
}
