package woad.engines.linuxnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.HostId;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.NetworkScenario;

class UnderlayTest {

    @Test
    void leavesNothingBehind() {
        LinuxLab lab = new LinuxLab();
        try (lab) {
            new NetworkScenario(lab).network("net", "10.1.0.0/16").subnet("net", "one", "10.1.1.0/24").machine("a", 0, "net", "one", "10.1.1.4").converge();
            assertThat(NetworkNamespace.named(lab.plan().hostPrefix())).hasSize(3);
        }
        UnderlayPlan plan = lab.plan();
        assertThat(NetworkNamespace.named("woad-" + plan.instance())).isEmpty();
        assertThat(lab.commands().ip(null, "link", "show")).doesNotContain(plan.link());
        assertThat(lab.commands().run(List.of("nft", "list", "tables"))).doesNotContain(plan.link());
        assertThat(plan.runDirectory()).doesNotExist();
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains(plan.runDirectory().toString()));
        lab.underlay().remove();
    }

    @Test
    void canBeMadeAgainAndMended() {
        try (LinuxLab lab = new LinuxLab()) {
            String before = lab.commands().ip(null, "link", "show", "dev", lab.plan().link());
            lab.underlay().ensure();
            assertThat(lab.commands().ip(null, "link", "show", "dev", lab.plan().link())).isEqualTo(before);

            lab.commands().ip(lab.plan().fabricNamespace(), "link", "del", "h1");
            lab.commands().ip(null, "netns", "del", lab.plan().namespace(lab.hosts().get(1)));
            lab.commands().run(List.of("nft", "delete", "table", "ip", lab.plan().link()));
            lab.underlay().ensure();
            assertThat(lab.commands().ip(lab.plan().namespace(lab.hosts().getFirst()), "addr", "show", "dev", Underlay.UPLINK))
                    .contains(lab.plan().address(lab.hosts().getFirst()).getHostAddress());
            assertThat(lab.commands().run(List.of("nft", "list", "tables"))).contains(lab.plan().link());
        }
    }

    @Test
    void refusesAddressesThatAreInUse() {
        try (LinuxLab lab = new LinuxLab()) {
            UnderlayPlan same = new UnderlayPlan("other", lab.plan().underlay(), lab.plan().publicAddresses(), 1550, lab.plan().runDirectory(), lab.hosts());
            assertThatThrownBy(() -> new Underlay(same).ensure()).isInstanceOf(EngineException.class).hasMessageContaining(lab.plan().link());
            assertThat(NetworkNamespace.named("woad-other")).isEmpty();
        }
    }

    @Test
    void plansAddressesThatDoNotMeet() {
        List<HostId> hosts = List.of(new HostId("fc-1"), new HostId("fc-2"));
        UnderlayPlan standard = UnderlayPlan.standard("main", hosts);
        assertThat(standard.address(new HostId("fc-2")).getHostAddress()).isEqualTo("198.19.0.12");
        assertThat(standard.publicAddresses().onFabric(Cidr.address("127.64.0.5")).getHostAddress()).isEqualTo("198.18.0.5");
        for (int slot = 1; slot <= 31; slot++) {
            UnderlayPlan plan = UnderlayPlan.slot("test", slot, hosts);
            assertThat(plan.underlay().contains(standard.underlay())).isFalse();
            assertThat(standard.publicAddresses().pool().contains(plan.publicAddresses().pool())).isFalse();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> UnderlayPlan.standard("my-cloud", hosts));
        assertThatIllegalArgumentException().isThrownBy(() -> standard.address(new HostId("fs-1")));
    }
}
