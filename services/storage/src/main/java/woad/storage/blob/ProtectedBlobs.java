package woad.storage.blob;

import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.storage.StorageError;

/** Blobs under a legal hold or a locked policy: whoever deletes their account would undo what nobody may undo. */
public final class ProtectedBlobs {
    private ProtectedBlobs() {}

    /** @throws woad.platform.core.CloudException {@code AccountProtectedFromDeletion} where the account has such blobs */
    public static void check(Handle handle, UUID account) {
        boolean any = handle.createQuery("""
                select exists (select from storage.container c join storage.blob b on b.container = c.id
                    where c.account = :account and (b.legal_hold or b.immutable_until is not null)
                        and (b.legal_hold or b.immutability_mode = 'locked' and b.immutable_until > now()))""")
                .bind("account", account).mapTo(Boolean.class).one();
        if (any) {
            throw StorageError.ACCOUNT_PROTECTED_FROM_DELETION.refusal();
        }
    }
}
