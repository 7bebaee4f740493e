package woad.storage.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.Desired;
import woad.resources.provider.Body;

/** What stands beside an account's properties: its SKU and its kind. */
record AccountEnvelope(Sku sku, AccountKind kind) {
    private static final List<String> PREMIUM_KINDS = List.of("BlockBlobStorage", "FileStorage");

    /** Reads and checks a request. @param existing what it is so far, or null */
    static AccountEnvelope read(Desired requested, AccountEnvelope existing) {
        ObjectNode asked = requested.envelope();
        Body body = Body.of(asked, "request", AccountError.INVALID_VALUES);
        body.notOffered("extendedLocation", "plan", "managedBy", "zones");
        if (!body.object("identity").flatMap(identity -> identity.text("type")).orElse("None").equalsIgnoreCase("None")) {
            throw new CloudException(AccountError.FEATURE_NOT_SUPPORTED, "Managed identities of storage accounts are not offered in this cloud: leave out 'identity'.",
                    "identity", List.of());
        }
        String sku = body.object("sku").map(member -> {
            String name = member.requiredText("name");
            member.ignore("tier", "kind", "locations", "capabilities", "restrictions", "resourceType").end();
            return name;
        }).orElse(existing == null ? null : existing.sku.text());
        String kind = body.text("kind").orElse(existing == null ? null : existing.kind.text());
        body.end();
        if (sku == null) {
            throw body.wrong("sku", "is missing");
        }
        if (kind == null) {
            throw body.wrong("kind", "is missing");
        }
        AccountEnvelope wanted = of(sku, kind, requested.location(), body);
        if (existing != null && existing.kind != wanted.kind && wanted.kind != AccountKind.STORAGE_V2) {
            throw AccountType.cannotBeUpdated("kind");
        }
        return wanted;
    }

    private static AccountEnvelope of(String skuName, String kindName, String location, Body body) {
        Sku sku = Sku.named(skuName).orElseThrow(() -> new CloudException(AccountError.INVALID_SKU, "The SKU '" + AccountType.printable(skuName)
                + "' is not valid. This cloud offers " + Sku.STANDARD_LRS.text() + ".", "sku.name", List.of()));
        String kind = body.choice("kind", List.of("Storage", "StorageV2", "BlobStorage", "BlockBlobStorage", "FileStorage")).orElse(kindName);
        if (!sku.offered()) {
            throw new CloudException(AccountError.REDUNDANCY_NOT_AVAILABLE, "The storage account failed to create due to redundancy configuration - Sku: " + sku.text()
                    + ", Kind: " + kind + " - not available in selected Region - " + location + ". This cloud offers " + Sku.STANDARD_LRS.text() + ".", "sku.name", List.of());
        }
        if (PREMIUM_KINDS.contains(kind)) {
            throw new CloudException(AccountError.INVALID_VALUES, "Values for request parameters are invalid: sku. An account of kind " + kind
                    + " needs a premium SKU, which this cloud does not offer.", "sku.name", List.of());
        }
        return new AccountEnvelope(sku, Json.MAPPER.convertValue(kind, AccountKind.class));
    }

    /** Reads what is stored. */
    static AccountEnvelope stored(Desired desired) {
        return new AccountEnvelope(Sku.named(desired.envelope().at("/sku/name").asText()).orElseThrow(),
                Json.MAPPER.convertValue(desired.envelope().path("kind"), AccountKind.class));
    }

    /** The top-level members as stored and shown. */
    ObjectNode write() {
        ObjectNode envelope = Json.object();
        envelope.putObject("sku").put("name", sku.text()).put("tier", sku.tier());
        return envelope.put("kind", kind.text());
    }
}
