package woad.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudProfile;
import woad.platform.store.Database;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** {@code Microsoft.Network/publicIPAddresses}. */
final class PublicAddressType implements ResourceType {
    static final String TYPE = "Microsoft.Network/publicIPAddresses";
    static final String JOIN = TYPE + "/join/action";

    private final Database database;
    private final CloudProfile profile;
    private final PublicAddressTable table;

    PublicAddressType(Database database, CloudProfile profile, PublicAddressTable table) {
        this.database = database;
        this.profile = profile;
        this.table = table;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return Versions.ALL;
    }

    @Override
    public Desired validate(PutRequest put) {
        Envelope.only(put.requested(), "sku", "zones");
        Desired requested = put.requested();
        PublicAddress existing = put.existing() == null ? null : PublicAddress.stored(put.existing().desired());
        String address = put.existing() == null ? null : put.existing().desired().properties().path("ipAddress").asText(null);
        PublicAddress wanted = PublicAddress.read(put.id(), requested, profile.region(requested.location()).orElseThrow(), existing, address);
        return new Desired(requested.location(), requested.tags(), wanted.envelope(), wanted.write());
    }

    @Override
    public Desired store(Handle handle, Resource before, Resource after) {
        if (before == null) {
            Quota.PUBLIC_ADDRESSES.check(handle, after);
        }
        ObjectNode properties = after.desired().properties().deepCopy();
        properties.put("ipAddress", table.store(handle, after, PublicAddress.stored(after.desired())));
        return after.desired().withProperties(properties);
    }

    @Override
    public void release(Handle handle, Resource resource) {
        PublicAddressTable.release(handle, resource);
    }

    /** Hosts learn of an address through the interfaces that have it. */
    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public ObjectNode render(Resource resource, View view) {
        ObjectNode properties = resource.desired().properties().deepCopy();
        if (properties.get("dnsSettings") instanceof ObjectNode dns) {
            dns.put("fqdn", fqdn(profile, resource.desired().location(), dns.get("domainNameLabel").asText()));
        }
        properties.put("resourceGuid", resource.uniqueId().toString());
        properties.putArray("ipTags");
        properties.putObject("ddosSettings").put("protectionMode", "VirtualNetworkInherited");
        database.with(handle -> PublicAddressTable.user(handle, resource.uniqueId()))
                .ifPresent(user -> properties.putObject("ipConfiguration").put("id", user));
        return properties;
    }

    private static String fqdn(CloudProfile profile, String region, String label) {
        return label + "." + region + ".cloudapp." + profile.domain();
    }
}
