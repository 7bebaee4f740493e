package woad.storage.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.provider.Body;
import woad.storage.account.AccountSettings.AccessTier;
import woad.storage.account.AccountSettings.CopyScope;
import woad.storage.account.AccountSettings.KeyPolicy;
import woad.storage.account.AccountSettings.PublicNetworkAccess;
import woad.storage.account.AccountSettings.SasPolicy;
import woad.storage.account.AccountSettings.TlsVersion;

/**
 * An account's settings as {@code properties} of its resource. What a request leaves out stays as it is, so that nobody opens an
 * account by leaving out its restrictions. Source: Storage Accounts REST reference.
 */
final class AccountProperties {
    private static final String PERIOD = "\\d{1,5}\\.([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d";
    private static final String[] OURS = {"provisioningState", "primaryEndpoints", "primaryLocation", "statusOfPrimary", "secondaryEndpoints", "secondaryLocation",
            "statusOfSecondary", "creationTime", "keyCreationTime", "privateEndpointConnections", "lastGeoFailoverTime", "geoReplicationStats", "failoverInProgress",
            "blobRestoreStatus", "accountMigrationInProgress", "storageAccountSkuConversionStatus", "isSkuConversionBlocked"};
    /** They concern file shares, or users of SFTP; neither is there. */
    private static final String[] WITHOUT_EFFECT = {"isLocalUserEnabled", "largeFileSharesState", "enableExtendedGroups"};

    private AccountProperties() {}

    /**
     * Reads and checks a request.
     *
     * @param existing the present settings, or null for a new account
     */
    static AccountSettings read(ObjectNode requested, AccountKind kind, AccountSettings existing) {
        Body body = Body.of(requested, "properties", AccountError.INVALID_VALUES);
        body.ignore(OURS).ignore(WITHOUT_EFFECT);
        body.notOffered("isSftpEnabled", "isNfsV3Enabled", "geoPriorityReplicationStatus");
        refuseWhatIsNotOffered(body);
        boolean hierarchical = body.flag("isHnsEnabled", existing != null && existing.isHnsEnabled());
        AccountSettings settings = new AccountSettings(accessTier(body, kind, existing),
                choice(body, "minimumTlsVersion", TlsVersion.class, existing == null ? TlsVersion.TLS1_2 : existing.minimumTlsVersion()),
                body.flag("supportsHttpsTrafficOnly", existing == null || existing.supportsHttpsTrafficOnly()),
                body.flag("allowBlobPublicAccess", existing != null && existing.allowBlobPublicAccess()),
                body.flag("allowSharedKeyAccess", existing == null || existing.allowSharedKeyAccess()),
                body.flag("defaultToOAuthAuthentication", existing != null && existing.defaultToOAuthAuthentication()),
                body.flag("allowCrossTenantReplication", existing != null && existing.allowCrossTenantReplication()), hierarchical,
                choice(body, "publicNetworkAccess", PublicNetworkAccess.class, existing == null ? PublicNetworkAccess.ENABLED : existing.publicNetworkAccess()),
                body.object("networkAcls").map(rules -> NetworkRuleBodies.read(rules, existing == null ? NetworkRules.OPEN : existing.networkAcls()))
                        .orElseGet(or(existing, () -> existing.networkAcls(), NetworkRules.OPEN)),
                choice(body, "allowedCopyScope", CopyScope.class, existing == null ? null : existing.allowedCopyScope()),
                body.object("sasPolicy").map(AccountProperties::sasPolicy).orElseGet(or(existing, () -> existing.sasPolicy(), null)),
                body.object("keyPolicy").map(AccountProperties::keyPolicy).orElseGet(or(existing, () -> existing.keyPolicy(), null)),
                EncryptionBodies.read(body.object("encryption").orElse(null), existing == null ? null : existing.encryption()));
        body.end();
        if (existing != null && existing.isHnsEnabled() != hierarchical) {
            throw AccountType.cannotBeUpdated("isHnsEnabled");
        }
        if (hierarchical && !kind.hasDataLakeAndWebsite()) {
            throw body.wrong("isHnsEnabled", "cannot be true for an account of kind " + kind.text());
        }
        return settings;
    }

    private static <T> Supplier<T> or(AccountSettings existing, Supplier<T> present, T initially) {
        return () -> existing == null ? initially : present.get();
    }

    private static void refuseWhatIsNotOffered(Body body) {
        body.object("customDomain").ifPresent(domain -> {
            domain.notOffered("name", "useSubDomainName", "useSubDomain");
            domain.end();
        });
        body.object("azureFilesIdentityBasedAuthentication").ifPresent(files -> files.notOffered("directoryServiceOptions"));
        body.object("immutableStorageWithVersioning").ifPresent(immutable -> {
            immutable.notOffered("enabled");
            immutable.ignore("immutabilityPolicy");
        });
        body.object("routingPreference").ifPresent(routing -> {
            routing.choice("routingChoice", List.of("MicrosoftRouting"));
            routing.notOffered("publishMicrosoftEndpoints", "publishInternetEndpoints");
            routing.end();
        });
        body.object("dualStackEndpointPreference").ifPresent(dual -> dual.notOffered("publishIpv6Endpoint"));
        body.choice("dnsEndpointType", List.of("Standard"));
    }

    private static AccessTier accessTier(Body body, AccountKind kind, AccountSettings existing) {
        AccessTier asked = choice(body, "accessTier", AccessTier.class, null);
        if (asked != null && !kind.hasAccessTiers()) {
            throw new CloudException(AccountError.INVALID_ACCESS_TIER, "The access tier is not allowed for an account of kind " + kind.text() + ".", "accessTier", List.of());
        }
        if (asked == AccessTier.PREMIUM) {
            throw new CloudException(AccountError.INVALID_ACCESS_TIER, "The access tier Premium is that of premium accounts, which this cloud does not offer.", "accessTier", List.of());
        }
        if (asked != null || !kind.hasAccessTiers()) {
            return asked;
        }
        if (existing != null && existing.accessTier() != null) {
            return existing.accessTier();
        }
        if (kind == AccountKind.BLOB_STORAGE) {
            throw new CloudException(AccountError.INVALID_ACCESS_TIER, "An account of kind BlobStorage needs an access tier.", "accessTier", List.of());
        }
        return AccessTier.HOT;
    }

    private static SasPolicy sasPolicy(Body body) {
        String period = body.requiredText("sasExpirationPeriod");
        if (!period.matches(PERIOD)) {
            throw body.wrong("sasExpirationPeriod", "must be of the form d.hh:mm:ss");
        }
        SasPolicy policy = new SasPolicy(period, choice(body, "expirationAction", SasPolicy.ExpirationAction.class, SasPolicy.ExpirationAction.LOG));
        body.end();
        return policy;
    }

    private static KeyPolicy keyPolicy(Body body) {
        int days = body.number("keyExpirationPeriodInDays").orElseThrow(() -> body.wrong("keyExpirationPeriodInDays", "is missing"));
        if (days < 1) {
            throw body.wrong("keyExpirationPeriodInDays", "must be at least 1");
        }
        body.end();
        return new KeyPolicy(days);
    }

    /** One of an enumeration's values, by the words it has in JSON. */
    static <T extends Enum<T>> T choice(Body body, String name, Class<T> type, T otherwise) {
        List<String> words = java.util.Arrays.stream(type.getEnumConstants()).map(value -> Json.MAPPER.convertValue(value, String.class)).toList();
        return body.choice(name, words).map(word -> Json.MAPPER.convertValue(word, type)).orElse(otherwise);
    }

    /** The settings as they are stored with the resource and shown. */
    static ObjectNode write(AccountSettings settings) {
        ObjectNode written = Json.MAPPER.valueToTree(settings);
        written.set("networkAcls", NetworkRuleBodies.write(settings.networkAcls()));
        written.set("encryption", EncryptionBodies.write(settings.encryption()));
        return written;
    }
}
