package woad.storage.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.resources.access.Grants;
import woad.storage.account.Account;

/** What deciding about a request must know from others. Declared here, given by those who know. */
public interface AccessLookups {

    /** The accounts by their names. */
    @FunctionalInterface
    interface AccountsByName {
        /** The account of a name in lower case, if there is one. */
        Optional<Account> find(String name);
    }

    /** How far containers are open to anybody. */
    @FunctionalInterface
    interface ContainerOpenness {
        /** The level of a container; {@link PublicAccess#NONE} where there is no such container. */
        PublicAccess level(Account account, String container);
    }

    /** The stored access policies of containers, queues and tables. */
    @FunctionalInterface
    interface StoredAccessPolicies {
        /** The policy with an id, if the container, queue or table ({@code resource}) has it. */
        Optional<StoredAccessPolicy> find(Account account, StorageService service, String resource, String id);
    }

    /** One stored access policy; each part is null where the signatures that refer to it must say it themselves. */
    record StoredAccessPolicy(Instant start, Instant expiry, String permissions) {}

    /** What roles give. */
    @FunctionalInterface
    interface RoleGrants {
        /** What a caller's roles give at a scope: {@link woad.resources.provider.Resources#grants}. */
        Grants at(Caller caller, String scope);
    }

    /** The tokens of the directory. */
    @FunctionalInterface
    interface Tokens {
        /**
         * Whom an access token proves that is for storage, or for one of some other audiences.
         *
         * @throws woad.platform.core.CloudException 401 where it is not good, or for something else
         */
        Caller caller(String token, Set<String> audiences);
    }

    /** The principals of the directory. */
    @FunctionalInterface
    interface Principals {
        /** A user or service principal as it is now, with its groups; empty where it does not exist or is disabled. */
        Optional<Caller> find(TenantId tenant, PrincipalId principal);
    }

    /** The access control lists of hierarchical accounts. */
    @FunctionalInterface
    interface PathPermissions {
        /** Whether the lists along a path let the caller do this; false where the account is not hierarchical. */
        boolean allow(Caller caller, StorageAction action, StorageScope scope);
    }
}
