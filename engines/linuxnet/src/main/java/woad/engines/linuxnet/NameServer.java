package woad.engines.linuxnet;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import woad.fleet.spi.EngineException;

/**
 * Gives each network's machines their addresses and the network's names: one dnsmasq in each router. It answers for the
 * machines and for the cloud's own domain, and asks nobody. It outlives the agent and is found again by its pid file.
 */
final class NameServer {

    private static final String USER = "dnsmasq";
    private static final String GROUP = "nogroup";

    private final Commands commands;
    private final FabricSettings settings;

    NameServer(Commands commands, FabricSettings settings) {
        this.commands = commands;
        this.settings = settings;
    }

    /** Makes the network's server run with what the network is now; who asks meanwhile gets an answer unless subnets changed. */
    void converge(Blueprint.Network network) throws EngineException {
        try {
            Path directory = directory(network.id());
            if (!Files.isDirectory(directory.resolve("leases"))) {
                prepare(directory);
            }
            boolean names = replace(directory.resolve("names"), names(network));
            boolean hosts = replace(directory.resolve("hosts"), hosts(network));
            boolean configuration = replace(directory.resolve("dnsmasq.conf"), configuration(network, directory));
            Optional<ProcessHandle> process = process(network.id());
            if (process.isPresent() && !configuration) {
                if (names || hosts) {
                    commands.run(List.of("kill", "-HUP", Long.toString(process.get().pid())));
                }
                return;
            }
            stop(network.id());
            endStrays(network.namespace());
            commands.run(Commands.inside(network.namespace(), List.of("dnsmasq", "--conf-file=" + directory.resolve("dnsmasq.conf"))));
        } catch (IOException e) {
            throw new EngineException("cannot keep the name server's files of network " + network.id(), e);
        }
    }

    /**
     * Ends the network's server if it runs. It is killed: it keeps nothing that it would have to save, and waiting for it
     * would keep others waiting.
     */
    void stop(String networkId) throws EngineException {
        Optional<ProcessHandle> process = process(networkId);
        if (process.isEmpty()) {
            return;
        }
        process.get().destroyForcibly();
        for (int attempt = 0; process(networkId).isPresent(); attempt++) {
            if (attempt == 500) {
                throw new EngineException("the name server of network " + networkId + " does not end");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** Nothing else runs in a router: a server whose pid file was lost would keep the addresses from its successor. */
    private void endStrays(String namespace) {
        commands.ip(null, "netns", "pids", namespace).lines().map(pid -> ProcessHandle.of(Long.parseLong(pid.strip()))).flatMap(Optional::stream)
                .forEach(process -> {
                    process.destroyForcibly();
                    for (int attempt = 0; attempt < 500 && Files.exists(Path.of("/proc/" + process.pid() + "/exe")); attempt++) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                    }
                });
    }

    /** Ends the network's server and removes its files. */
    void remove(String networkId) throws EngineException {
        stop(networkId);
        Path directory = directory(networkId);
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new EngineException("cannot remove " + directory, e);
        }
    }

    /** The network's server, if the process of its pid file is alive and really that. */
    private Optional<ProcessHandle> process(String networkId) {
        Path directory = directory(networkId);
        try {
            long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
            String commandLine = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
            return commandLine.contains("--conf-file=" + directory.resolve("dnsmasq.conf")) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EngineException("cannot look for the name server of network " + networkId, e);
        }
    }

    private Path directory(String networkId) {
        return settings.runDirectory().resolve(networkId);
    }

    /** Only root writes there, and only the server reads; it keeps its leases in a place of its own. */
    private void prepare(Path directory) throws IOException {
        Files.createDirectories(directory);
        var lookup = directory.getFileSystem().getUserPrincipalLookupService();
        Files.getFileAttributeView(directory, PosixFileAttributeView.class).setGroup(lookup.lookupPrincipalByGroupName(GROUP));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        Path leases = Files.createDirectories(directory.resolve("leases"));
        try {
            Files.setOwner(leases, lookup.lookupPrincipalByName(USER));
        } catch (UserPrincipalNotFoundException e) {
            throw new EngineException("there is no user " + USER + ": install the package dnsmasq-base", e);
        }
    }

    /** Writes the file in one step unless it says the same already; tells whether it did. */
    private static boolean replace(Path file, String content) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return false;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, content);
        var lookup = file.getFileSystem().getUserPrincipalLookupService();
        Files.getFileAttributeView(fresh, PosixFileAttributeView.class).setGroup(lookup.lookupPrincipalByGroupName(GROUP));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r-----"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private String names(Blueprint.Network network) {
        StringBuilder lines = new StringBuilder();
        network.names().forEach((name, addresses) -> addresses.forEach(address -> lines.append(address.getHostAddress()).append(' ')
                .append(name).append('.').append(settings.machineDomain()).append(' ').append(name).append('\n')));
        return lines.toString();
    }

    /** Addresses for the machines of every host: only this host's can ask. */
    private static String hosts(Blueprint.Network network) {
        StringBuilder lines = new StringBuilder();
        for (Blueprint.Segment segment : network.segments()) {
            for (Blueprint.Neighbour neighbour : segment.neighbours()) {
                for (InetAddress address : neighbour.addresses()) {
                    lines.append(neighbour.mac()).append(',').append(address instanceof Inet4Address ? address.getHostAddress()
                            : "[" + address.getHostAddress() + "]").append('\n');
                }
            }
        }
        return lines.toString();
    }

    private String configuration(Blueprint.Network network, Path directory) {
        List<String> lines = new ArrayList<>(List.of(
                "user=" + USER, "group=" + GROUP,
                "pid-file=" + directory.resolve("pid"),
                "log-facility=" + directory.resolve("leases/log"), "quiet-dhcp", "quiet-dhcp6", "quiet-ra",
                "no-resolv", "no-hosts", "bind-dynamic", "interface=lo", "no-dhcp-interface=lo",
                "addn-hosts=" + directory.resolve("names"),
                "address=/#/",
                "address=/" + settings.cloudDomain() + "/" + Router.SERVICE_ADDRESS,
                // Also "local", so that a question for its IPv6 address is answered by "none", not by "no such name".
                "local=/" + settings.cloudDomain() + "/",
                "local=/" + settings.machineDomain() + "/",
                "domain=" + settings.machineDomain(),
                "dhcp-hostsfile=" + directory.resolve("hosts"),
                "dhcp-leasefile=" + directory.resolve("leases/leases"),
                "dhcp-authoritative", "dhcp-ignore-names", "no-ping", "dhcp-rapid-commit", "enable-ra",
                "dhcp-option=option:dns-server," + Router.SERVICE_ADDRESS,
                "dhcp-option=option:mtu," + settings.guestMtu()));
        for (Blueprint.Segment segment : network.segments()) {
            String leg = DeviceNames.leg(segment.vni());
            lines.add("interface=" + leg);
            segment.ipv4().ifPresent(prefix -> {
                String gateway = prefix.first().getHostAddress();
                lines.add("dhcp-range=set:" + leg + "," + prefix.network().getHostAddress() + ",static," + prefix.mask() + ",24h");
                lines.add("dhcp-option=tag:" + leg + ",option:router," + gateway);
                lines.add("dhcp-option=tag:" + leg + ",option:classless-static-route,0.0.0.0/0," + gateway + "," + Router.SERVICE_ADDRESS + "/32,"
                        + gateway + "," + Router.METADATA_ADDRESS + "/32," + gateway);
            });
            segment.ipv6().ifPresent(prefix -> {
                lines.add("dhcp-range=set:" + leg + "," + prefix.network().getHostAddress() + ",static," + prefix.length() + ",24h");
                lines.add("dhcp-option=tag:" + leg + ",option6:dns-server,[" + prefix.first().getHostAddress() + "]");
                lines.add("ra-param=" + leg + ",mtu:" + settings.guestMtu() + ",60,1800");
            });
        }
        return String.join("\n", lines) + "\n";
    }
}
