package woad.storage.account;

import java.util.UUID;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.resources.ResourceId;

/**
 * A storage account as the data plane sees it at one moment. The text form shows no keys.
 *
 * @param id            the resource's unique id: what tables of the data plane refer to
 * @param dataKey       32 bytes, under which the account's data is encrypted; gone for good with the account
 * @param delegationKey 32 bytes, from which user delegation keys are derived; renewed when they are revoked
 * @param version       higher after every change of any of these
 */
public record Account(UUID id, String name, ResourceId resourceId, TenantId tenant, SubscriptionId subscription, String region, AccountKind kind,
                      boolean hierarchicalNamespace, AccountSettings settings, AccountKeys keys, byte[] dataKey, byte[] delegationKey,
                      ServiceProperties services, long version) {
    @Override
    public String toString() {
        return "Account[" + name + ", " + id + ", version " + version + "]";
    }
}
