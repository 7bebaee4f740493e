package woad.engines.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spec.GuestSpec.SshPublicKey;
import woad.fleet.spi.Hypervisor.AttachedPort;
import woad.fleet.spi.Hypervisor.Launch;

class ConfigurationDriveTest {

    private static final String MACHINE = "0d1e2f30-1111-4222-8333-444455556666";
    private static final String AUTHORITY = "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----";

    @Test
    void cloudInitAndPlainGuestsFindTheSame(@TempDir Path scratch) throws IOException {
        String customData = "#cloud-config\npackages: [ \"ü\" ]\n";
        Path drive = drive(scratch, Base64.getEncoder().encodeToString(customData.getBytes(StandardCharsets.UTF_8)));
        assertThat(file(drive, "user-data")).as("the customer's data, byte for byte").isEqualTo(customData);
        assertThat(file(drive, "woad/custom-data")).isEqualTo(customData);
        assertThat(file(drive, "meta-data")).contains("\"local-hostname\":\"web\"", "\"instance-id\":\"" + MACHINE + "\"", "\"ssh-ed25519 AAAA someone\"");
        assertThat(file(drive, "network-config")).contains("\"macaddress\":\"52:54:00:00:00:01\"", "\"dhcp4\":true", "\"addresses\":[\"fd00::4/128\"]");
        assertThat(file(drive, "woad/hostname")).isEqualTo("web\n");
        assertThat(file(drive, "woad/admin")).isEqualTo("alice\n");
        assertThat(file(drive, "woad/authorized_keys")).isEqualTo("ssh-ed25519 AAAA someone\n");
        assertThat(file(drive, "woad/ipv6")).isEqualTo("52:54:00:00:00:01 fd00::4\n");
        assertThat(file(drive, "woad/ca.pem")).isEqualTo(AUTHORITY);
    }

    @Test
    void theCloudsOwnWishesAreASettingsPartAndAnEarlyScript(@TempDir Path scratch) throws IOException {
        String vendorData = file(drive(scratch, null), "vendor-data");
        assertThat(vendorData).startsWith("Content-Type: multipart/mixed; boundary=\"").endsWith("--\n");
        String boundary = vendorData.substring(vendorData.indexOf('"') + 1, vendorData.indexOf("\"\n"));
        String[] parts = vendorData.split("--" + boundary + "(--)?\n");
        assertThat(parts).hasSize(3);
        assertThat(parts[1]).startsWith("Content-Type: text/cloud-config\n\n#cloud-config\n{").contains("\"default_user\":{", "\"name\":\"alice\"");
        assertThat(parts[2]).startsWith("Content-Type: text/cloud-boothook\n\n#cloud-boothook\n#!/bin/sh\n").contains("\n" + AUTHORITY + "\nEND\n");
    }

    @Test
    void withoutCustomDataNothingIsRun(@TempDir Path scratch) throws IOException {
        Path drive = drive(scratch, null);
        assertThat(file(drive, "user-data")).isEqualTo("#cloud-config\n{}\n");
        assertThat(Laboratory.run("isoinfo", "-R", "-f", "-i", drive.toString())).doesNotContain("custom-data");
    }

    private static Path drive(Path scratch, String customData) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/genisoimage")), "genisoimage is not installed");
        GuestSpec guest = new GuestSpec("web", "alice", List.of(new SshPublicKey("/home/alice/.ssh/authorized_keys", "ssh-ed25519 AAAA someone")),
                customData, "t", "s", "g", "/machine", "web", "francecentral", "1", "Standard_B1s", GuestImages.TINY, Map.of(), "cloud.test", AUTHORITY);
        return ConfigurationDrive.write(new Launch(MACHINE, 1, 1, 128, List.of(),
                List.of(new AttachedPort("tap0", "52:54:00:00:00:01", List.of("10.0.0.4", "fd00::4"))), guest), scratch);
    }

    private static String file(Path drive, String name) {
        return Laboratory.run("isoinfo", "-R", "-i", drive.toString(), "-x", "/" + name);
    }
}
