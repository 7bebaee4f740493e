package woad.engines.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spec.GuestSpec.SshPublicKey;
import woad.fleet.spi.DiskStore.Disk;
import woad.fleet.spi.Hypervisor.AttachedDisk;
import woad.fleet.spi.Hypervisor.Launch;

/** The Debian image as a customer meets it. Builds it when it is not cached, which takes about two minutes. */
@EnabledIfSystemProperty(named = "woad.long", matches = "true", disabledReason = "building and booting a whole Debian takes minutes: ./woad test --long")
class DebianGuestTest {

    private static final String MACHINE = "0d1e2f30-1111-4222-8333-444455556666";
    private static final Duration BOOT = Duration.ofMinutes(15);
    private static final String CUSTOM_DATA = """
            #cloud-config
            write_files:
              - path: /etc/from-customer
                content: hello
            runcmd:
              - [ sh, -c, "echo ran > /var/lib/customer-ran" ]
            """;

    private static Laboratory laboratory;

    @BeforeAll
    static void open() throws IOException {
        laboratory = new Laboratory();
    }

    @AfterAll
    static void close() throws IOException {
        if (laboratory != null) {
            laboratory.close();
        }
    }

    @Test
    void cloudInitGivesTheAdministratorAndTheCustomersData() throws Exception {
        Path privateKey = laboratory.directory.resolve("key");
        Laboratory.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", privateKey.toString());
        Laboratory.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=Woad test authority",
                "-keyout", laboratory.directory.resolve("ca.key").toString(), "-out", laboratory.directory.resolve("ca.pem").toString());
        byte[] key = new byte[32];
        new Random(1).nextBytes(key);
        Laboratory.images().image(GuestImages.DEBIAN_12, System.out::println);
        Disk disk = laboratory.disks().ensure(new DiskSpec(MACHINE, 1, 6L << 30, GuestImages.DEBIAN_12), key);
        GuestSpec guest = new GuestSpec("debby", "tester",
                List.of(new SshPublicKey("/home/tester/.ssh/authorized_keys", Files.readString(Path.of(privateKey + ".pub")))),
                Base64.getEncoder().encodeToString(CUSTOM_DATA.getBytes(StandardCharsets.UTF_8)), "tenant", "subscription", "group", "/machine", "debby",
                "francecentral", "1", "Standard_B1s", GuestImages.DEBIAN_12, Map.of(), "cloud.test",
                Files.readString(laboratory.directory.resolve("ca.pem")));

        long started = System.nanoTime();
        laboratory.machines().start(new Launch(MACHINE, 1, 1, 384, List.of(new AttachedDisk(disk, -1, key)), List.of(laboratory.port()), guest));
        while (!laboratory.sshBanner().startsWith("SSH-2.0")) {
            assertThat(Duration.ofNanos(System.nanoTime() - started)).as("Debian answers SSH in time").isLessThan(BOOT);
            Thread.sleep(250);
        }
        System.out.println("Debian answered SSH after " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
        assertThat(laboratory.ssh(privateKey, Laboratory.GUEST, "hostname; sudo id -u; df --output=size -B1G / | tail -1 | tr -d ' '; cloud-id"))
                .isEqualTo("debby\n0\n6\nnocloud\n");
        assertThat(laboratory.ssh(privateKey, Laboratory.GUEST_IPV6, "echo six")).isEqualTo("six\n");
        while (!laboratory.ssh(privateKey, Laboratory.GUEST, "cloud-init status").contains("done")) {
            assertThat(Duration.ofNanos(System.nanoTime() - started)).as("cloud-init ends in time").isLessThan(BOOT);
            Thread.sleep(1000);
        }
        assertThat(laboratory.ssh(privateKey, Laboratory.GUEST, "cat /etc/from-customer; echo; cat /var/lib/customer-ran; sudo cat /sys/class/dmi/id/product_uuid;"
                + "sudo openssl verify -CApath /etc/ssl/certs /usr/local/share/ca-certificates/*.crt | cut -d: -f2; readlink -f /dev/disk/azure/root"))
                .isEqualTo("hello\nran\n" + MACHINE + "\n OK\n/dev/vda\n");
        laboratory.machines().stop(MACHINE, true);
        assertThat(laboratory.machines().find(MACHINE)).isEmpty();
    }
}
