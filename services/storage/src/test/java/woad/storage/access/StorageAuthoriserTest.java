package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.web.Caller;
import woad.resources.access.Grants;
import woad.resources.access.Role;
import woad.resources.access.Roles;
import woad.storage.access.SharedAccessSignature.Reach;
import woad.storage.account.Account;
import woad.storage.account.AccountSettings.PublicNetworkAccess;
import woad.storage.account.NetworkRules;

class StorageAuthoriserTest {
    private static final Account ACCOUNT = TestAccounts.account("acct");
    private static final PrincipalId USER = PrincipalId.parse("30000000-0000-0000-0000-000000000001");
    private static final StorageScope BLOB = StorageScope.blob(ACCOUNT, "c", "a/b");
    private static final StorageScope CONTAINER = StorageScope.container(ACCOUNT, "c");
    private static final Map<String, Role> ROLES = new HashMap<>();

    static {
        new Roles().all().forEach(role -> ROLES.put(role.name(), role));
    }

    private final Map<String, Grants> roles = new HashMap<>();
    private final Set<String> lists = new HashSet<>();
    private PublicAccess openness = PublicAccess.NONE;
    private final StorageAuthoriser authoriser = new StorageAuthoriser((caller, scope) -> roles.getOrDefault(scope, Grants.NONE),
            (caller, action, scope) -> lists.contains(caller.principal() + " " + action + " " + scope.path()), (account, container) -> openness);

    private static Caller user() {
        return new Caller(Caller.Realm.CUSTOMER, TestAccounts.TENANT, USER, Caller.Kind.USER, Set.of(), "app", "user");
    }

    private static Caller with(StorageGrant grant) {
        return new Caller(Caller.Realm.CUSTOMER, TestAccounts.TENANT, null, Caller.Kind.SHARED_ACCESS_SIGNATURE, Set.of(), "", "", grant);
    }

    private static SharedAccessSignature signature(Reach reach, String letters) {
        return new SharedAccessSignature(reach, letters, Instant.MAX, Map.of(), null, null);
    }

    private static Caller signed(Reach reach, String letters) {
        return with(new StorageGrant.Signature(ACCOUNT, signature(reach, letters)));
    }

    private void refuse(Caller caller, StorageAction action, StorageScope scope, int status, String code) {
        assertThatThrownBy(() -> authoriser.authorise(caller, action.name(), scope.toString())).isInstanceOfSatisfying(CloudException.class, refusal -> {
            assertThat(refusal.error().code()).isEqualTo(code);
            assertThat(refusal.error().status()).isEqualTo(status);
        });
        assertThat(authoriser.permits(caller, action, scope)).isFalse();
    }

    private void allow(Caller caller, StorageAction action, StorageScope scope) {
        assertThatCode(() -> authoriser.authorise(caller, action.name(), scope.toString())).doesNotThrowAnyException();
    }

    @Test
    void theKeyDoesEverythingInItsAccountAndNothingElsewhere() {
        Caller key = with(new StorageGrant.AccountKey(ACCOUNT));
        for (StorageAction action : StorageAction.values()) {
            if (!action.name().endsWith("USER_DELEGATION_KEY")) {
                allow(key, action, BLOB);
            }
        }
        refuse(key, StorageAction.GET_BLOB, StorageScope.blob(TestAccounts.account("other"), "c", "b"), 403, "AuthorizationFailure");
        refuse(key, StorageAction.GET_BLOB_USER_DELEGATION_KEY, StorageScope.service(ACCOUNT, StorageService.BLOB), 403, "AuthenticationFailed");
        assertThat(authoriser.mayOverwrite(key, BLOB)).isTrue();
    }

    @Test
    void anAccountsSignatureIsHeldToServicesTypesAndLetters() {
        Reach objects = new Reach.WholeAccount("b", "o");
        allow(signed(objects, "r"), StorageAction.GET_BLOB, BLOB);
        refuse(signed(objects, "w"), StorageAction.GET_BLOB, BLOB, 403, "AuthorizationPermissionMismatch");
        refuse(signed(objects, "rl"), StorageAction.LIST_BLOBS, CONTAINER, 403, "AuthorizationResourceTypeMismatch");
        refuse(signed(new Reach.WholeAccount("qt", "sco"), "rl"), StorageAction.LIST_BLOBS, CONTAINER, 403, "AuthorizationServiceMismatch");
        refuse(signed(new Reach.WholeAccount("b", "sco"), "rwdlacup"), StorageAction.SET_CONTAINER_ACL, CONTAINER, 403, "AuthorizationPermissionMismatch");
        allow(signed(new Reach.WholeAccount("t", "o"), "au"), StorageAction.UPSERT_ENTITY, StorageScope.table(ACCOUNT, "t"));
        refuse(signed(new Reach.WholeAccount("t", "o"), "a"), StorageAction.UPSERT_ENTITY, StorageScope.table(ACCOUNT, "t"), 403, "AuthorizationPermissionMismatch");
        allow(signed(new Reach.WholeAccount("b", "c"), "d"), StorageAction.DELETE_CONTAINER, CONTAINER);
        refuse(signed(objects, "r"), StorageAction.GET_BLOB, StorageScope.blob(TestAccounts.account("other"), "c", "b"), 403, "AuthorizationFailure");
    }

    @Test
    void whoMayCreateMayNotOverwrite() {
        Caller creator = signed(new Reach.Container("c"), "c");
        allow(creator, StorageAction.PUT_BLOB, BLOB);
        assertThat(authoriser.mayOverwrite(creator, BLOB)).isFalse();
        assertThat(authoriser.mayOverwrite(signed(new Reach.Container("c"), "w"), BLOB)).isTrue();
    }

    @Test
    void theSignatureOfOneResourceReachesNoOther() {
        allow(signed(new Reach.Container("c"), "rl"), StorageAction.LIST_BLOBS, CONTAINER);
        refuse(signed(new Reach.Container("c"), "d"), StorageAction.DELETE_CONTAINER, CONTAINER, 403, "AuthorizationPermissionMismatch");
        refuse(signed(new Reach.Container("c"), "r"), StorageAction.GET_BLOB, StorageScope.blob(ACCOUNT, "d", "a/b"), 403, "AuthorizationFailure");
        allow(signed(new Reach.Blob("c", "a/b", null), "r"), StorageAction.GET_BLOB, BLOB);
        refuse(signed(new Reach.Blob("c", "a", null), "r"), StorageAction.GET_BLOB, BLOB, 403, "AuthorizationFailure");
        refuse(signed(new Reach.Blob("c", "a/b", null), "rl"), StorageAction.LIST_BLOBS, CONTAINER, 403, "AuthorizationFailure");
        allow(signed(new Reach.Directory("c", "a"), "r"), StorageAction.READ_PATH, BLOB);
        refuse(signed(new Reach.Directory("c", "a/bc"), "r"), StorageAction.READ_PATH, StorageScope.blob(ACCOUNT, "c", "a/bcd"), 403, "AuthorizationFailure");
        refuse(signed(new Reach.Directory("c", "a"), "l"), StorageAction.LIST_PATHS, CONTAINER, 403, "AuthorizationFailure");
        refuse(signed(new Reach.Queue("q"), "raup"), StorageAction.GET_MESSAGES, StorageScope.queue(ACCOUNT, "r"), 403, "AuthorizationFailure");
        allow(signed(new Reach.Table("People", EntityRange.ALL), "r"), StorageAction.QUERY_ENTITIES, StorageScope.table(ACCOUNT, "people"));
        refuse(signed(new Reach.Table("people", EntityRange.ALL), "r"), StorageAction.QUERY_ENTITIES, StorageScope.table(ACCOUNT, "others"), 403, "AuthorizationFailure");
        refuse(signed(new Reach.Container("c"), "rwdl"), StorageAction.GET_MESSAGES, StorageScope.queue(ACCOUNT, "c"), 403, "AuthorizationFailure");
    }

    @Test
    void rolesDecideForCallersOfTheDirectory() {
        refuse(user(), StorageAction.GET_BLOB, BLOB, 403, "AuthorizationPermissionMismatch");
        roles.put(CONTAINER.toString(), new Grants(List.of(ROLES.get("Storage Blob Data Reader"))));
        allow(user(), StorageAction.GET_BLOB, BLOB);
        allow(user(), StorageAction.LIST_BLOBS, CONTAINER);
        allow(user(), StorageAction.GET_CONTAINER_PROPERTIES, CONTAINER);
        refuse(user(), StorageAction.PUT_BLOB, BLOB, 403, "AuthorizationPermissionMismatch");
        refuse(user(), StorageAction.GET_BLOB, StorageScope.blob(ACCOUNT, "other", "b"), 403, "AuthorizationPermissionMismatch");
        roles.put(CONTAINER.toString(), new Grants(List.of(ROLES.get("Owner"))));
        refuse(user(), StorageAction.GET_BLOB, BLOB, 403, "AuthorizationPermissionMismatch");
        roles.put(CONTAINER.toString(), new Grants(List.of(ROLES.get("Storage Blob Data Owner"))));
        Arrays.stream(StorageAction.values()).filter(action -> action.name().contains("PATH") || action.name().contains("BLOB")).filter(action -> action.resourceTypes().equals("o"))
                .forEach(action -> allow(user(), action, BLOB));
        assertThat(authoriser.mayOverwrite(user(), BLOB)).isTrue();
    }

    @Test
    void listsAlongThePathAllowWhatRolesDoNot() {
        lists.add(USER + " READ_PATH a/b");
        allow(user(), StorageAction.READ_PATH, BLOB);
        refuse(user(), StorageAction.DELETE_PATH, BLOB, 403, "AuthorizationPermissionMismatch");
    }

    @Test
    void aUserDelegationSignatureNeverGivesMoreThanTheUserHasNow() {
        SharedAccessSignature all = signature(new Reach.Container("c"), "rwdl");
        Caller agent = new Caller(Caller.Realm.CUSTOMER, TestAccounts.TENANT, PrincipalId.parse("30000000-0000-0000-0000-000000000002"), Caller.Kind.USER, Set.of(), "app", "agent");
        refuse(with(new StorageGrant.UserDelegation(ACCOUNT, all, user(), user(), false)), StorageAction.GET_BLOB, BLOB, 403, "AuthorizationPermissionMismatch");
        roles.put(CONTAINER.toString(), new Grants(List.of(ROLES.get("Storage Blob Data Reader"))));
        allow(with(new StorageGrant.UserDelegation(ACCOUNT, all, user(), user(), false)), StorageAction.GET_BLOB, BLOB);
        refuse(with(new StorageGrant.UserDelegation(ACCOUNT, all, user(), user(), false)), StorageAction.DELETE_BLOB, BLOB, 403, "AuthorizationPermissionMismatch");
        refuse(with(new StorageGrant.UserDelegation(ACCOUNT, signature(new Reach.Container("c"), "l"), user(), user(), false)), StorageAction.GET_BLOB, BLOB, 403,
                "AuthorizationPermissionMismatch");
        lists.add(agent.principal() + " DELETE_PATH a/b");
        allow(with(new StorageGrant.UserDelegation(ACCOUNT, all, user(), agent, false)), StorageAction.DELETE_PATH, BLOB);
        refuse(with(new StorageGrant.UserDelegation(ACCOUNT, all, user(), agent, true)), StorageAction.DELETE_PATH, BLOB, 403, "AuthorizationPermissionMismatch");
        refuse(with(new StorageGrant.UserDelegation(ACCOUNT, all, user(), user(), false)), StorageAction.GET_BLOB_USER_DELEGATION_KEY,
                StorageScope.service(ACCOUNT, StorageService.BLOB), 403, "AuthenticationFailed");
    }

    @Test
    void anybodyReadsWhatContainerAndAccountAreBothOpenFor() {
        Caller anybody = with(new StorageGrant.Nobody(ACCOUNT, false));
        refuse(anybody, StorageAction.GET_BLOB, BLOB, 404, "ResourceNotFound");
        refuse(with(new StorageGrant.Nobody(ACCOUNT, true)), StorageAction.GET_BLOB, BLOB, 401, "NoAuthenticationInformation");
        openness = PublicAccess.BLOB;
        allow(anybody, StorageAction.GET_BLOB, BLOB);
        refuse(anybody, StorageAction.LIST_BLOBS, CONTAINER, 404, "ResourceNotFound");
        refuse(anybody, StorageAction.PUT_BLOB, BLOB, 404, "ResourceNotFound");
        openness = PublicAccess.CONTAINER;
        allow(anybody, StorageAction.LIST_BLOBS, CONTAINER);
        refuse(anybody, StorageAction.DELETE_BLOB, BLOB, 404, "ResourceNotFound");
        refuse(anybody, StorageAction.GET_MESSAGES, StorageScope.queue(ACCOUNT, "q"), 401, "NoAuthenticationInformation");
        Account closed = TestAccounts.account("acct", TestAccounts.settings(false, true, PublicNetworkAccess.ENABLED, NetworkRules.OPEN, null));
        refuse(with(new StorageGrant.Nobody(closed, false)), StorageAction.GET_BLOB, BLOB, 409, "PublicAccessNotPermitted");
        refuse(with(new StorageGrant.Nobody(closed, true)), StorageAction.GET_BLOB, BLOB, 401, "NoAuthenticationInformation");
    }

    @Test
    void nothingButReadingIsEverOpenToAnybody() {
        assertThat(Arrays.stream(StorageAction.values()).filter(StorageAction::canBeOpen).map(StorageAction::name))
                .allMatch(name -> name.startsWith("GET_") || name.startsWith("LIST_") || name.startsWith("READ_"));
    }
}
