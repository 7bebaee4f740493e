package woad.storage.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Json;
import woad.platform.web.WebResponse;
import woad.resources.Resource;
import woad.resources.provider.Action;
import woad.resources.provider.Body;

/** What is done with an account by POST. Every one is recorded: they give out secrets, or take them away. */
final class AccountActions {
    private final AccountTable table;
    private final Accounts accounts;

    AccountActions(AccountTable table, Accounts accounts) {
        this.table = table;
        this.accounts = accounts;
    }

    List<Action> all() {
        return List.of(
                Action.perform("listKeys", AccountType.TYPE + "/listKeys/action", (handle, resource, request) -> WebResponse.ok(keys(handle, resource))),
                Action.perform("regenerateKey", AccountType.TYPE + "/regenerateKey/action", this::regenerateKey),
                Action.perform("revokeUserDelegationKeys", AccountType.TYPE + "/revokeUserDelegationKeys/action", this::revokeDelegationKeys));
    }

    private WebResponse regenerateKey(Handle handle, Resource resource, Action.Request request) {
        Body body = Body.of(request.body(), "request", AccountError.INVALID_VALUES);
        String key = body.choice("keyName", List.of("key1", "key2")).orElseThrow(() -> body.wrong("keyName", "is missing"));
        body.end();
        table.renewKey(handle, resource.uniqueId(), key);
        accounts.changed(handle, resource.id().name());
        return WebResponse.ok(keys(handle, resource));
    }

    private WebResponse revokeDelegationKeys(Handle handle, Resource resource, Action.Request request) {
        table.renewDelegationKey(handle, resource.uniqueId());
        accounts.changed(handle, resource.id().name());
        return WebResponse.empty(200);
    }

    private ObjectNode keys(Handle handle, Resource resource) {
        AccountKeys keys = table.find(handle, resource.id().name()).orElseThrow().keys();
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("keys");
        key(list, "key1", keys.key1(), keys.key1CreatedAt());
        key(list, "key2", keys.key2(), keys.key2CreatedAt());
        return body;
    }

    private static void key(ArrayNode list, String name, byte[] value, Instant createdAt) {
        list.addObject().put("creationTime", createdAt.toString()).put("keyName", name).put("value", Base64.getEncoder().encodeToString(value)).put("permissions", "FULL");
    }
}
