package woad.storage.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.resources.ResourceId;
import woad.storage.account.Account;
import woad.storage.account.AccountKeys;
import woad.storage.account.AccountKind;
import woad.storage.account.AccountSettings;
import woad.storage.account.AccountSettings.AccessTier;
import woad.storage.account.AccountSettings.PublicNetworkAccess;
import woad.storage.account.AccountSettings.SasPolicy;
import woad.storage.account.AccountSettings.TlsVersion;
import woad.storage.account.NetworkRules;
import woad.storage.account.ServiceProperties;

/** Accounts that stand in no database. */
final class TestAccounts {
    static final TenantId TENANT = TenantId.parse("10000000-0000-0000-0000-000000000001");
    static final SubscriptionId SUBSCRIPTION = SubscriptionId.parse("20000000-0000-0000-0000-000000000001");

    private TestAccounts() {}

    static Account account(String name) {
        return account(name, settings());
    }

    static Account account(String name, AccountSettings settings) {
        ResourceId id = new ResourceId(SUBSCRIPTION, "group", "Microsoft.Storage", List.of("storageAccounts"), List.of(name));
        return new Account(new UUID(7, name.hashCode()), name, id, TENANT, SUBSCRIPTION, "francecentral", AccountKind.STORAGE_V2, false, settings,
                new AccountKeys(bytes(name + 1, 64), bytes(name + 2, 64), Instant.EPOCH, Instant.EPOCH), bytes(name + 3, 32), bytes(name + 4, 32), ServiceProperties.INITIAL, 1);
    }

    private static byte[] bytes(String seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed.hashCode()).nextBytes(bytes);
        return bytes;
    }

    /** An account with another secret behind its user delegation keys. */
    static Account revoked(Account account) {
        byte[] other = Arrays.copyOf(account.delegationKey(), 32);
        other[0]++;
        return new Account(account.id(), account.name(), account.resourceId(), account.tenant(), account.subscription(), account.region(), account.kind(),
                account.hierarchicalNamespace(), account.settings(), account.keys(), account.dataKey(), other, account.services(), account.version() + 1);
    }

    static AccountSettings settings() {
        return settings(true, true, PublicNetworkAccess.ENABLED, NetworkRules.OPEN, null);
    }

    static AccountSettings settings(boolean publicBlobs, boolean sharedKey, PublicNetworkAccess network, NetworkRules rules, SasPolicy policy) {
        return new AccountSettings(AccessTier.HOT, TlsVersion.TLS1_2, true, publicBlobs, sharedKey, false, false, false, network, rules, null, policy, null, null);
    }
}
