package woad.fleet.spec;

import java.util.Map;

/**
 * The secrets a host needs for its present specification. An agent keeps them in memory-backed storage only.
 *
 * @param diskKeys base64 of the 32-byte key of each disk, by disk id
 */
public record HostSecrets(Map<String, String> diskKeys) {
    public HostSecrets {
        diskKeys = Map.copyOf(diskKeys);
    }

    @Override
    public String toString() {
        return "HostSecrets[" + diskKeys.size() + " disk keys]";
    }
}
