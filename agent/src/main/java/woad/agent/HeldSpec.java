package woad.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import woad.fleet.spec.Desired;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSecrets;
import woad.fleet.spec.HostSpec;
import woad.platform.core.Json;
import woad.platform.keys.PrivateFiles;

/**
 * The last specification that this host was told, kept for good, and its secrets, kept in memory-backed storage: gone when the
 * computer goes down. Nothing older is ever taken in its place.
 */
final class HeldSpec {
    private static final Logger LOG = System.getLogger("woad.agent");

    private final HostId host;
    private final Path specFile;
    private final Path secretFile;
    private Desired held;
    private boolean told;

    HeldSpec(HostId host, Path stateDirectory, Path secretDirectory) throws IOException {
        this.host = host;
        this.specFile = stateDirectory.resolve("desired.json");
        this.secretFile = secretDirectory.resolve("secrets.json");
        if (Files.exists(specFile)) {
            HostSpec spec = Json.parse(Files.readString(specFile), HostSpec.class);
            HostSecrets secrets = Files.exists(secretFile) ? Json.parse(Files.readString(secretFile), HostSecrets.class) : new HostSecrets(Map.of());
            if (!spec.host().equals(host)) {
                throw new IOException(specFile + " belongs to host " + spec.host() + ", not to " + host);
            }
            held = new Desired(spec, secrets);
        }
    }

    /** What this host must make true, if it was ever told. */
    synchronized Optional<Desired> held() {
        return Optional.ofNullable(held);
    }

    /** The generation after which there would be news: -1 where nothing is held, or keys are missing that were not asked for yet. */
    synchronized long generation() {
        boolean whole = told || held != null && held.spec().disks().stream().allMatch(disk -> held.secrets().diskKeys().containsKey(disk.id()));
        return whole ? held.spec().generation() : -1;
    }

    /**
     * Keeps what the host was told.
     *
     * @return false where it is refused: it is older than what is held, or another host's
     */
    synchronized boolean take(Desired news) throws IOException {
        if (!news.spec().host().equals(host)) {
            LOG.log(Level.ERROR, "refused a specification for host " + news.spec().host());
            return false;
        }
        if (held != null && news.spec().generation() < held.spec().generation()) {
            LOG.log(Level.ERROR, "refused generation %d: this host holds %d".formatted(news.spec().generation(), held.spec().generation()));
            return false;
        }
        PrivateFiles.write(secretFile, Json.bytes(news.secrets()));
        PrivateFiles.write(specFile, Json.bytes(news.spec()));
        held = news;
        told = true;
        return true;
    }
}
