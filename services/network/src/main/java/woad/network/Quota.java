package woad.network;

import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.resources.Resource;

/** How many resources of a type a subscription may have in a region. Source: "Azure subscription limits", networking defaults. */
enum Quota {
    VIRTUAL_NETWORKS("VirtualNetworks", "Virtual Networks", "virtual_network", 1000),
    NETWORK_INTERFACES("NetworkInterfaces", "Network Interfaces", "interface", 65536),
    SECURITY_GROUPS("NetworkSecurityGroups", "Network Security Groups", "security_group", 5000),
    PUBLIC_ADDRESSES("PublicIPAddresses", "Public IP Addresses", "public_address", 1000);

    final String code;
    final String words;
    final int limit;
    private final String table;

    Quota(String code, String words, String table, int limit) {
        this.code = code;
        this.words = words;
        this.table = table;
        this.limit = limit;
    }

    /** How many there are. */
    int count(Handle handle, UUID subscription, String region) {
        return handle.createQuery("select count(*) from network." + table + " where subscription = :subscription and region = :region")
                .bind("subscription", subscription).bind("region", region).mapTo(Integer.class).one();
    }

    /** @throws CloudException {@code NetworkResourceCountLimitReached} where one more would be too many */
    void check(Handle handle, Resource resource) {
        if (count(handle, resource.id().subscription().value(), resource.desired().location()) >= limit) {
            throw new CloudException(NetworkError.QUOTA, "Cannot create more than " + limit + " " + words + " for this subscription in this region.");
        }
    }
}
