package woad.launcher.machines;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import woad.engines.linuxnet.UnderlayPlan;
import woad.launcher.Failure;
import woad.launcher.cloud.Addresses;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.process.Commands;
import woad.platform.core.FileTrees;

/** Where the hosts of one cloud on this computer are and how they are joined. */
public record Fleet(DataDirectory data, CloudSettings settings) {
    /** Guest images, shared by all clouds of the computer. */
    public static final Path IMAGES = Path.of("/var/cache/woad/images");
    /** Longest path of a host's state: sockets are made in it. */
    private static final int STATE_PATH_LIMIT = 50;
    private static final int FLEET_PORT = 8441;
    private static final int RELAY_PORT = 8442;

    /** Names, addresses and devices. */
    public UnderlayPlan plan() {
        return plan(data.instance(), settings.block());
    }

    /** As {@link #plan()} for a cloud with this block of addresses. */
    public static UnderlayPlan plan(String instance, int block) {
        var hosts = LocalHost.ALL.stream().map(LocalHost::id).toList();
        return block == 0 ? UnderlayPlan.standard(instance, hosts) : UnderlayPlan.slot(instance, block, hosts);
    }

    /** Settings for a new cloud, with addresses that no other cloud of this computer uses. */
    public static CloudSettings chooseAddresses(DataDirectory data, String domain) throws IOException {
        return Addresses.choose(data, domain, candidate -> plan(data.instance(), candidate.block()).underlay().toString());
    }

    /** Where the agents reach the control plane. */
    public InetSocketAddress fleetEndpoint() {
        return new InetSocketAddress(plan().gateway(), FLEET_PORT);
    }

    /** Where the agents hand on their guests' connections to the cloud's own endpoints. */
    public InetSocketAddress relayEndpoint() {
        return new InetSocketAddress(plan().gateway(), RELAY_PORT);
    }

    /** What a host keeps for good. */
    public Path state(LocalHost host) {
        return data.hosts().resolve(host.id().value());
    }

    /** Whether the operator has taken a host out of the fleet; its agent is not started any more. */
    public boolean isRemoved(LocalHost host) {
        return Files.exists(removal(data, host.id().value()));
    }

    /** Notes that a host, if it is one of this computer, has been taken out of the fleet. */
    public static void noteRemoval(DataDirectory data, String host) throws IOException {
        Path note = removal(data, host);
        if (Files.isDirectory(note.getParent()) && !Files.exists(note)) {
            Files.createFile(note);
        }
    }

    private static Path removal(DataDirectory data, String host) {
        return data.hosts().resolve(host).resolve("removed");
    }

    /** What a host keeps in memory only: the keys of its disks. */
    public Path secrets(LocalHost host) throws IOException {
        return secretRoot().resolve(host.id().value());
    }

    /** Makes the directories of all hosts. @throws Failure where they would be unsafe or too long for sockets */
    public void prepare() throws IOException {
        for (LocalHost host : LocalHost.ALL) {
            if (state(host).toString().length() > STATE_PATH_LIMIT) {
                throw new Failure("the path " + state(host) + " is too long for machines: " + STATE_PATH_LIMIT + " characters at most",
                        "choose a shorter directory with --data");
            }
            ownerOnly(state(host));
        }
        ownerOnly(secretRoot());
        for (LocalHost host : LocalHost.ALL) {
            ownerOnly(secrets(host));
        }
    }

    /** Removes the keys from memory; the agents get them again from the control plane when they start. */
    public void forgetSecrets() throws IOException {
        FileTrees.delete(secretRoot());
    }

    private Path secretRoot() throws IOException {
        for (Path memory : List.of(Path.of("/run"), Path.of("/dev/shm"))) {
            if (Files.isDirectory(memory) && Commands.run(Duration.ofSeconds(10), List.of("stat", "-f", "-c", "%T", memory.toString())).output().equals("tmpfs")) {
                return memory.resolve("woad-secrets-" + data.instance());
            }
        }
        throw new Failure("neither /run nor /dev/shm is in memory, and keys of disks must not touch a disk", "mount a tmpfs at /dev/shm");
    }

    /** Such places may be open to all users: what another has put there first is not taken. */
    private static void ownerOnly(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        boolean ours = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && (Integer) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS) == 0;
        if (!ours) {
            throw new Failure(directory + " is not a directory of root", "remove it, then try again");
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
