package woad.identity.tokens;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Secrets;
import woad.platform.core.CloudException;

/** Checks an application's secret. */
final class ClientSecrets {
    private ClientSecrets() {}

    private record Candidate(byte[] hash, Instant startsAt, Instant endsAt) {}

    /** @throws CloudException {@code AADSTS7000215} for a wrong secret, {@code AADSTS7000222} for an expired one */
    static void check(Handle handle, ClientApplication client, String secret, Instant now) {
        byte[] hash = Secrets.sha256(secret);
        UUID[] holders = {client.application().orElseThrow().id().value(), client.servicePrincipal().orElseThrow().id().value()};
        Candidate match = null;
        for (Candidate candidate : handle.createQuery("select hash, starts_at, ends_at from identity.secrets where object_id = any(:holders)")
                .bind("holders", holders)
                .map((row, context) -> new Candidate(row.getBytes("hash"), row.getTimestamp("starts_at").toInstant(),
                        row.getTimestamp("ends_at").toInstant())).list()) {
            if (MessageDigest.isEqual(candidate.hash(), hash)) {
                match = candidate;
            }
        }
        if (match == null || now.isBefore(match.startsAt())) {
            throw new CloudException(LoginError.WRONG_SECRET, "Invalid client secret provided. Ensure the secret being sent in the request is "
                    + "the client secret value, not the client secret ID, for a secret added to app '" + client.clientId() + "'.");
        }
        if (!now.isBefore(match.endsAt())) {
            throw new CloudException(LoginError.EXPIRED_SECRET, "The provided client secret keys for app '" + client.clientId()
                    + "' are expired. Create new keys for your app or consider using certificate credentials for added security.");
        }
    }
}
