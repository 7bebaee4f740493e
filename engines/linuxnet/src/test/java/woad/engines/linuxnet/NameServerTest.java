package woad.engines.linuxnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import woad.engines.linuxnet.DnsClient.Kind;
import woad.fleet.spec.HostId;
import woad.fleet.spi.NetworkScenario;

/** Machines find their addresses, each other and the cloud. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NameServerTest {

    private LinuxLab lab;
    private HostId host;

    @BeforeAll
    void open() {
        lab = new LinuxLab();
        host = lab.hosts().getFirst();
    }

    @AfterAll
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    private NetworkScenario twoMachines() {
        return new NetworkScenario(lab).network("net", "10.1.0.0/16", "fd00:1::/48").subnet("net", "one", "10.1.1.0/24", "fd00:1:0:1::/64")
                .machine("web", 0, "net", "one", "10.1.1.4", "fd00:1:0:1::4").machine("db", 1, "net", "one", "10.1.1.5", "fd00:1:0:1::5");
    }

    @Test
    void givesEachMachineItsOwnAddressAndWays(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "needs a DHCP client (package busybox)");
        NetworkScenario scenario = twoMachines().converge();
        LinuxLab.LinuxGuest guest = lab.plug(host, scenario.port("web"), false);
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n[ \"$1\" = bound ] && env\nexit 0\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        String lease = lab.commands().run(Commands.inside(guest.namespace(), List.of("busybox", "udhcpc", "-f", "-q", "-n", "-t", "8", "-T", "1",
                "-i", "eth0", "-s", script.toString(), "-O", "staticroutes", "-O", "mtu")));

        assertThat(lease).contains("ip=10.1.1.4\n", "subnet=255.255.255.0\n", "router=10.1.1.1\n", "dns=168.63.129.16\n", "mtu=1500\n",
                "domain=internal.cloudapp.lab.test\n");
        assertThat(lease).contains("staticroutes=0.0.0.0/0 10.1.1.1 168.63.129.16/32 10.1.1.1 169.254.169.254/32 10.1.1.1");
    }

    @Test
    void advertisesTheIpv6GatewayAndGivesAddresses() throws Exception {
        NetworkScenario scenario = twoMachines().converge();
        LinuxLab.LinuxGuest guest = lab.plug(host, scenario.port("web"), false);
        NetworkNamespace.set(guest.namespace(), List.of("ipv6/conf/eth0/accept_ra=2"));
        lab.commands().ipBatch(guest.namespace(), List.of("link set eth0 down", "link set eth0 up"));

        assertThat(guest.inside(() -> DhcpSixClient.ask("eth0"))).contains(Cidr.address("fd00:1:0:1::4"));
        String routes = "";
        for (int attempt = 0; attempt < 50 && !routes.contains("default"); attempt++) {
            Thread.sleep(100);
            routes = lab.commands().ip(guest.namespace(), "-6", "route", "show");
        }
        assertThat(routes).contains("default via fe80::1234:5678:9abc dev eth0 proto ra");
    }

    @Test
    void knowsMachinesAndTheCloudAndNothingElse() throws Exception {
        NetworkScenario scenario = twoMachines().converge();
        LinuxLab.LinuxGuest guest = lab.plug(host, scenario.port("web"));

        for (String server : List.of("168.63.129.16", "fd00:1:0:1::1")) {
            assertThat(guest.inside(() -> DnsClient.ask(server, "db", Kind.A))).isEqualTo("10.1.1.5");
            assertThat(guest.inside(() -> DnsClient.ask(server, "db.internal.cloudapp.lab.test", Kind.AAAA))).isEqualTo("fd00:1:0:1:0:0:0:5");
            assertThat(guest.inside(() -> DnsClient.ask(server, "lab.test", Kind.A))).isEqualTo("168.63.129.16");
            assertThat(guest.inside(() -> DnsClient.ask(server, "management.lab.test", Kind.A))).isEqualTo("168.63.129.16");
            assertThat(guest.inside(() -> DnsClient.ask(server, "a.blob.core.lab.test", Kind.AAAA))).isEqualTo("NODATA");
            assertThat(guest.inside(() -> DnsClient.ask(server, "nobody.internal.cloudapp.lab.test", Kind.A))).isEqualTo("NXDOMAIN");
            assertThat(guest.inside(() -> DnsClient.ask(server, "example.org", Kind.A))).isEqualTo("NXDOMAIN");
        }
    }

    @Test
    void learnsNewMachinesWithoutStopping() throws Exception {
        NetworkScenario scenario = twoMachines().converge();
        LinuxLab.LinuxGuest guest = lab.plug(host, scenario.port("web"));
        Path pid = lab.plan().runDirectory().resolve(host.value()).resolve(scenario.networkId("net")).resolve("pid");
        String before = Files.readString(pid);

        scenario.machine("cache", 1, "net", "one", "10.1.1.9").converge();

        String answer = "";
        for (int attempt = 0; attempt < 50 && !answer.equals("10.1.1.9"); attempt++) {
            Thread.sleep(20);
            answer = guest.inside(() -> DnsClient.ask("168.63.129.16", "cache", Kind.A));
        }
        assertThat(answer).isEqualTo("10.1.1.9");
        assertThat(Files.readString(pid)).isEqualTo(before);
        assertThat(ProcessHandle.of(Long.parseLong(before.strip())).orElseThrow().info().user()).contains("dnsmasq");
    }
}
