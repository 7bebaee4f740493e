package woad.engines.linuxnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import woad.fleet.spi.EngineException;

/** Parts of the kernel that nothing loads by itself before their settings are written. */
final class KernelModules {

    private KernelModules() {}

    /** Loads what the settings of hosts' namespaces need, where the kernel has it as modules. */
    static void load(Commands commands) throws EngineException {
        load(commands, "br_netfilter", Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables"));
        load(commands, "nf_conntrack", Path.of("/proc/sys/net/netfilter/nf_conntrack_tcp_loose"));
    }

    private static void load(Commands commands, String module, Path setting) {
        if (!Files.exists(setting)) {
            commands.run(List.of("modprobe", module));
        }
    }
}
