package woad.storage.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a customer set for an account; also the form in which it is stored, with the names it has in the resource manager.
 * Source: Storage Accounts REST reference.
 *
 * @param accessTier             the tier of blobs that were given none; null for an account of kind {@code Storage}
 * @param minimumTlsVersion      a connection of an older version is refused
 * @param supportsHttpsTrafficOnly whether plain http is refused
 * @param allowBlobPublicAccess  whether containers may be opened to anonymous readers
 * @param allowSharedKeyAccess   whether account keys, and signatures made with them, are accepted
 * @param defaultToOAuthAuthentication what the portal proposes; changes nothing else
 * @param allowCrossTenantReplication stored and shown
 * @param isHnsEnabled           hierarchical namespace; chosen when the account is made
 * @param publicNetworkAccess    where {@code DISABLED}, requests from outside are refused whatever the network rules say
 * @param allowedCopyScope       where a copy may come from; null for anywhere
 * @param sasPolicy              how long a shared access signature may live; null for no policy
 * @param keyPolicy              null for no policy; a reminder for the customer, keys go on working
 */
public record AccountSettings(AccessTier accessTier, TlsVersion minimumTlsVersion, boolean supportsHttpsTrafficOnly, boolean allowBlobPublicAccess,
                              boolean allowSharedKeyAccess, boolean defaultToOAuthAuthentication, boolean allowCrossTenantReplication, boolean isHnsEnabled,
                              PublicNetworkAccess publicNetworkAccess, NetworkRules networkAcls, CopyScope allowedCopyScope, SasPolicy sasPolicy,
                              KeyPolicy keyPolicy, Encryption encryption) {

    /** Tier of an account. */
    public enum AccessTier {
        @JsonProperty("Hot") HOT, @JsonProperty("Cool") COOL, @JsonProperty("Cold") COLD, @JsonProperty("Premium") PREMIUM
    }

    /** Versions of TLS that can be demanded, oldest first. The front door speaks 1.2 and 1.3 only, so that all of these are met. */
    public enum TlsVersion { TLS1_0, TLS1_1, TLS1_2 }

    /** Whether the account is reachable from outside of private endpoints. */
    public enum PublicNetworkAccess {
        @JsonProperty("Enabled") ENABLED, @JsonProperty("Disabled") DISABLED
    }

    /** Where the source of a copy may be. */
    public enum CopyScope {
        /** An account of the same tenant. */
        @JsonProperty("AAD") SAME_TENANT,
        /** An account that shares a private link with this one. */
        @JsonProperty("PrivateLink") PRIVATE_LINK
    }

    /**
     * How long a shared access signature may live.
     *
     * @param sasExpirationPeriod {@code d.hh:mm:ss}
     */
    public record SasPolicy(String sasExpirationPeriod, ExpirationAction expirationAction) {
        /** What happens to one that lives longer. */
        public enum ExpirationAction {
            @JsonProperty("Log") LOG, @JsonProperty("Block") BLOCK
        }
    }

    /** After how many days the customer wants to be reminded to renew the keys. */
    public record KeyPolicy(int keyExpirationPeriodInDays) {}

    /**
     * How data is encrypted; that it is, with a key of the account under the cloud's key hierarchy, is not the customer's choice.
     *
     * @param queueKeyType shown, chosen when the account is made; the key is the account's in both cases
     * @param tableKeyType likewise
     */
    public record Encryption(KeyType queueKeyType, KeyType tableKeyType) {
        /** Whose key encrypts a service. */
        public enum KeyType {
            @JsonProperty("Account") ACCOUNT, @JsonProperty("Service") SERVICE
        }
    }
}
