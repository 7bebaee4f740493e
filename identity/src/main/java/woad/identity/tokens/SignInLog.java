package woad.identity.tokens;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Ids;

/** The record of sign-ins, good and bad: who, through what, from where, never with what secret. */
public final class SignInLog {
    private final Ids ids;

    /** How a sign-in was made. */
    public enum Kind { SERVICE_PRINCIPAL, PASSWORD_PAGE, PASSWORD_GRANT, AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN }

    /**
     * One sign-in.
     *
     * @param tenant      null where it is not known
     * @param principal   null where it is not known
     * @param name        as the client gave it, or null
     * @param resource    what the token was for, or null
     * @param errorNumber the number after {@code AADSTS}, 0 for success
     */
    public record Record(Instant at, UUID tenant, UUID principal, String name, String clientId, String resource, Kind kind,
                         String clientAddress, int errorNumber, UUID correlation) {}

    public SignInLog(Ids ids) {
        this.ids = ids;
    }

    /** Writes a record in the transaction of the handle. */
    public void write(Handle handle, Record record) {
        write(handle, record, "(select 1)");
    }

    /**
     * Writes a record in a transaction of its own that does not wait for the disk: what is at risk in a power cut is the last instant
     * of a log of tokens already given out.
     */
    void writeSoon(Handle handle, Record record) {
        write(handle, record, "(select set_config('synchronous_commit', 'off', true))");
    }

    private void write(Handle handle, Record record, String setting) {
        handle.createUpdate("""
                insert into identity.sign_ins (id, at, tenant_id, principal_id, name, client_id, resource, kind, client_address, error_number, correlation_id)
                select :id, cast(:at as timestamptz), cast(:tenant as uuid), cast(:principal as uuid), :name, :clientId, :resource, :kind, :address, :error, cast(:correlation as uuid)
                from\s""" + setting + " as setting")
                .bind("id", ids.guid()).bind("at", record.at()).bind("tenant", record.tenant()).bind("principal", record.principal())
                .bind("name", shortened(record.name())).bind("clientId", shortened(record.clientId())).bind("resource", shortened(record.resource()))
                .bind("kind", record.kind().name()).bind("address", record.clientAddress()).bind("error", record.errorNumber())
                .bind("correlation", record.correlation()).execute();
    }

    private static String shortened(String text) {
        return text == null || text.length() <= 256 ? text : text.substring(0, 256);
    }
}
