package woad.fleet.spec;

import java.util.List;
import java.util.Map;

/**
 * What a guest learns about itself, by its configuration drive and by the instance metadata service.
 *
 * @param computerName host name, a valid RFC 1123 label
 * @param customData   base64 of the bytes the customer gave, or null
 * @param resourceId   the virtual machine's ARM resource id
 * @param cloudDomain  D, under which the cloud's own endpoints are named
 * @param cloudCaPem   the certificate authority of those endpoints, PEM
 */
public record GuestSpec(
        String computerName,
        String adminUsername,
        List<SshPublicKey> sshPublicKeys,
        String customData,
        String tenantId,
        String subscriptionId,
        String resourceGroup,
        String resourceId,
        String name,
        String location,
        String zone,
        String vmSize,
        ImageReference image,
        Map<String, String> tags,
        String cloudDomain,
        String cloudCaPem) {

    public GuestSpec {
        sshPublicKeys = List.copyOf(sshPublicKeys);
        tags = Map.copyOf(tags);
    }

    /** One OpenSSH public key line and the file in the guest that holds it. */
    public record SshPublicKey(String path, String keyData) {}
}
