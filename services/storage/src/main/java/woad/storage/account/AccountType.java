package woad.storage.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.provider.Action;
import woad.resources.provider.NameRule;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/**
 * {@code Microsoft.Storage/storageAccounts}. Nothing has to be converged to: an account is there as soon as its row is, which is written
 * in the transaction that writes the resource, and gone as soon as that has lost its name.
 */
final class AccountType implements ResourceType {
    static final String TYPE = "Microsoft.Storage/storageAccounts";
    static final List<String> VERSIONS = List.of("2025-08-01", "2025-06-01", "2025-01-01", "2024-01-01", "2023-05-01", "2023-01-01", "2022-09-01", "2021-09-01", "2021-04-01",
            "2019-06-01", "2018-11-01", "2017-10-01");

    private static final NameRule NAMES = new NameRule(Pattern.compile(".{1,90}"), "3 to 24 lower-case letters and digits");
    private static final int LONGEST_SHOWN = 100;

    private final CloudProfile profile;
    private final AccountTable table;
    private final Accounts accounts;
    private final List<Action> actions;
    private final DeletionGuard guard;

    AccountType(CloudProfile profile, AccountTable table, Accounts accounts, List<Action> actions, DeletionGuard guard) {
        this.profile = profile;
        this.table = table;
        this.accounts = accounts;
        this.actions = List.copyOf(actions);
        this.guard = guard;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return VERSIONS;
    }

    /** {@code validate} refuses what is no account's name, with the code of this service. */
    @Override
    public NameRule nameRule() {
        return NAMES;
    }

    @Override
    public List<Action> actions() {
        return actions;
    }

    @Override
    public Desired validate(PutRequest put) {
        String name = put.id().name();
        if (!Accounts.isName(name)) {
            throw new CloudException(AccountError.NAME_NOT_VALID, invalidName(name), "name", List.of());
        }
        Resource existing = put.existing();
        AccountEnvelope envelope = AccountEnvelope.read(put.requested(), existing == null ? null : AccountEnvelope.stored(existing.desired()));
        AccountSettings present = existing == null ? null : stored(existing.desired());
        AccountSettings settings = AccountProperties.read(put.properties(), envelope.kind(), present);
        NetworkRuleBodies.checkSubnets(put, settings.networkAcls(), present == null ? null : present.networkAcls());
        return new Desired(put.requested().location(), put.requested().tags(), envelope.write(), AccountProperties.write(settings));
    }

    /** The settings of a stored resource. */
    static AccountSettings stored(Desired desired) {
        return AccountProperties.read(desired.properties(), AccountEnvelope.stored(desired).kind(), null);
    }

    @Override
    public Desired store(Handle handle, Resource before, Resource after) {
        AccountEnvelope envelope = AccountEnvelope.stored(after.desired());
        if (before == null) {
            table.insert(handle, after, envelope, stored(after.desired()));
        } else {
            table.update(handle, after, envelope, stored(after.desired()));
        }
        accounts.changed(handle, after.id().name());
        return after.desired();
    }

    @Override
    public void release(Handle handle, Resource resource) {
        guard.check(handle, resource.uniqueId());
        table.delete(handle, resource);
        accounts.changed(handle, resource.id().name());
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public boolean deletedAtOnce() {
        return true;
    }

    /** Clients of this service take 200 and 202 only. */
    @Override
    public int createdStatus() {
        return 200;
    }

    @Override
    public ObjectNode render(Resource resource, View view) {
        ObjectNode properties = resource.desired().properties().deepCopy();
        String name = resource.id().name();
        String created = resource.systemData().createdAt().toString();
        AccountKind kind = AccountEnvelope.stored(resource.desired()).kind();
        Endpoints.write(properties.putObject("primaryEndpoints"), name, profile.domain(), kind);
        properties.put("primaryLocation", resource.desired().location()).put("statusOfPrimary", "available").put("creationTime", created)
                .put("dnsEndpointType", "Standard").putArray("privateEndpointConnections");
        properties.withObject("/encryption/services").forEach(service -> ((ObjectNode) service).put("lastEnabledTime", created));
        accounts.find(name).ifPresent(account -> properties.putObject("keyCreationTime").put("key1", account.keys().key1CreatedAt().toString())
                .put("key2", account.keys().key2CreatedAt().toString()));
        return properties;
    }

    static String invalidName(String name) {
        return printable(name) + " is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and "
                + "lower-case letters only.";
    }

    /** The refusal to change what is chosen when an account is made. */
    static CloudException cannotBeUpdated(String property) {
        return new CloudException(AccountError.CANNOT_BE_UPDATED, "The property '" + property
                + "' was specified in the input, but it cannot be updated as it is read-only.", property, List.of());
    }

    /** A client's text as it may stand in a message. */
    static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > LONGEST_SHOWN ? clean.substring(0, LONGEST_SHOWN) + "…" : clean;
    }
}
