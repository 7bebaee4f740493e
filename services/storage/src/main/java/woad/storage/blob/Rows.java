package woad.storage.blob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import woad.platform.core.Json;
import woad.storage.wire.SignedIdentifier;

/** How values stand in the columns of this room's tables. */
final class Rows {
    private static final TypeReference<TreeMap<String, String>> MAP = new TypeReference<>() {};
    private static final TypeReference<List<SignedIdentifier>> POLICIES = new TypeReference<>() {};
    /** The year in which PostgreSQL's {@code infinity} comes back from the driver is far beyond this one. */
    private static final int LAST_YEAR = 9999;

    private Rows() {}

    /** A time; null where it is null or infinite. */
    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null || time.getYear() > LAST_YEAR ? null : time.toInstant();
    }

    /** As a parameter. */
    static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** A JSON object of strings; empty where it is null. */
    static SortedMap<String, String> map(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? new TreeMap<>() : read(text, MAP);
    }

    /** As a parameter; null where it is empty. */
    static String map(SortedMap<String, String> map) {
        return map.isEmpty() ? null : Json.write(map);
    }

    static List<SignedIdentifier> policies(ResultSet row) throws SQLException {
        return read(row.getString("policies"), POLICIES);
    }

    static Lease lease(ResultSet row) throws SQLException {
        String id = row.getString("lease_id");
        return id == null ? Lease.NONE
                : new Lease(UUID.fromString(id), row.getObject("lease_seconds", Integer.class), instant(row, "lease_until"), instant(row, "lease_break_at"));
    }

    /** Binds {@code :leaseId, :leaseSeconds, :leaseUntil, :leaseBreakAt}. */
    static <S extends SqlStatement<S>> S lease(S statement, Lease lease) {
        return statement.bind("leaseId", lease.id() == null ? null : lease.id().toString()).bind("leaseSeconds", lease.seconds())
                .bind("leaseUntil", time(lease.until())).bind("leaseBreakAt", time(lease.breakAt()));
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is malformed", e);
        }
    }
}
