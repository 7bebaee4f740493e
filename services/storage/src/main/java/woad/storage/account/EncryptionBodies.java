package woad.storage.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.provider.Body;
import woad.storage.account.AccountSettings.Encryption;
import woad.storage.account.AccountSettings.Encryption.KeyType;

/** {@code properties.encryption} of an account. Source: Storage Accounts REST reference, {@code Encryption}. */
final class EncryptionBodies {
    private static final Encryption INITIAL = new Encryption(KeyType.SERVICE, KeyType.SERVICE);

    private EncryptionBodies() {}

    /**
     * Reads and checks it.
     *
     * @param body     null where the request says nothing
     * @param existing the present settings, or null for a new account
     */
    static Encryption read(Body body, Encryption existing) {
        Encryption present = existing == null ? INITIAL : existing;
        if (body == null) {
            return present;
        }
        if (body.choice("keySource", List.of("Microsoft.Storage", "Microsoft.Keyvault")).orElse("").equals("Microsoft.Keyvault")
                || body.object("keyvaultproperties").flatMap(vault -> vault.text("keyname")).isPresent()) {
            throw new CloudException(AccountError.FEATURE_NOT_SUPPORTED, "This cloud does not yet encrypt storage accounts with customers' own keys: leave out"
                    + " 'keyvaultproperties' and use the key source Microsoft.Storage.", "properties.encryption.keySource", List.of());
        }
        body.notOffered("requireInfrastructureEncryption");
        body.object("identity").ifPresent(identity -> identity.notOffered("userAssignedIdentity", "federatedIdentityClientId"));
        Optional<Body> services = body.object("services");
        for (String service : List.of("blob", "file")) {
            services.flatMap(all -> all.object(service)).ifPresent(one -> keyType(one, KeyType.ACCOUNT));
        }
        KeyType queue = services.flatMap(all -> all.object("queue")).map(one -> keyType(one, present.queueKeyType())).orElse(present.queueKeyType());
        KeyType table = services.flatMap(all -> all.object("table")).map(one -> keyType(one, present.tableKeyType())).orElse(present.tableKeyType());
        services.ifPresent(Body::end);
        body.end();
        Encryption asked = new Encryption(queue, table);
        if (existing != null && !asked.equals(existing)) {
            throw AccountType.cannotBeUpdated("encryption.services.keyType");
        }
        return asked;
    }

    private static KeyType keyType(Body service, KeyType otherwise) {
        if (!service.flag("enabled", true)) {
            throw service.wrong("enabled", "cannot be false: data is always encrypted");
        }
        KeyType type = AccountProperties.choice(service, "keyType", KeyType.class, otherwise);
        service.ignore("lastEnabledTime").end();
        return type;
    }

    /** As stored with the resource and shown. */
    static ObjectNode write(Encryption encryption) {
        ObjectNode written = Json.object().put("keySource", "Microsoft.Storage");
        ObjectNode services = written.putObject("services");
        services.putObject("blob").put("enabled", true).put("keyType", "Account");
        services.putObject("queue").put("enabled", true).put("keyType", Json.MAPPER.convertValue(encryption.queueKeyType(), String.class));
        services.putObject("table").put("enabled", true).put("keyType", Json.MAPPER.convertValue(encryption.tableKeyType(), String.class));
        return written;
    }
}
