package woad.storage.queue;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.storage.RecordCipher;
import woad.storage.StorageError;
import woad.storage.account.Account;

/**
 * The messages of queues. Every operation is one statement, which finds the queue too; all times are the database's, so that servers
 * whose clocks differ never give out a message twice within its invisibility. Each method throws {@code QueueNotFound} where there
 * is no such queue.
 */
final class MessageStore {
    private static final String QUEUE = "with queue as (select contents from storage.queue where account = :account and name = :name)";
    private static final String SHOWN = "id, inserted_at, expires_at, visible_at, dequeued, receipt";

    private final Database database;
    private final Ids ids;
    private final RecordCipher cipher;
    private final DueHints hints = new DueHints(Ticker.systemTicker());

    MessageStore(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
        this.cipher = new RecordCipher("woad.storage.message", ids);
    }

    /** @param lifetime null for no end */
    Message put(Account account, QueueName queue, String text, Duration invisible, Duration lifetime) {
        MessageId id = new MessageId(ids.guid());
        byte[] sealed = seal(account, id, text);
        return in(account, queue, QUEUE + """
                insert into storage.message (contents, id, expires_at, visible_at, sealed_text)
                select contents, :id, case when :lifetime < 0 then :never else now() + :lifetime * interval '1 second' end,
                    now() + :invisible * interval '1 second', :text from queue
                returning\s""" + SHOWN,
                query -> query.bind("id", id.value()).bind("lifetime", lifetime == null ? -1 : lifetime.toSeconds()).bind("never", Message.NEVER.atOffset(ZoneOffset.UTC))
                        .bind("invisible", invisible.toSeconds()).bind("text", sealed),
                row -> message(row, null)).getFirst();
    }

    /** Takes messages that are due, the longest visible first, and hides them for a time; passes over those that another takes at this moment. */
    List<Message> take(Account account, QueueName queue, int most, Duration invisible) {
        Instant from = hints.from(account.id(), queue);
        Instant[] until = new Instant[1];
        List<Message> taken = in(account, queue, QUEUE + """
                , due as materialized (
                    select contents, id, visible_at as due_at from storage.message
                    where contents = (select contents from queue) and visible_at >= :from and visible_at <= now() and expires_at > now()
                    order by visible_at limit :most for update skip locked),
                taken as (
                    update storage.message m
                    set visible_at = now() + :invisible * interval '1 second', dequeued = dequeued + 1, receipt = gen_random_uuid()
                    from due where m.contents = due.contents and m.id = due.id
                    returning due_at, m.id, inserted_at, expires_at, visible_at, dequeued, receipt, sealed_text)
                select taken.*, now() as looked_at from queue left join taken on true order by due_at""",
                query -> query.bind("most", most).bind("invisible", invisible.toSeconds()).bind("from", from.atOffset(ZoneOffset.UTC)), row -> {
                    until[0] = instant(row, row.getObject("due_at") == null ? "looked_at" : "due_at");
                    return readMessage(account, row);
                });
        hints.looked(account.id(), queue, from, until[0]);
        return taken;
    }

    /** Shows messages that are due without taking them. */
    List<Message> peek(Account account, QueueName queue, int most) {
        return in(account, queue, QUEUE + """
                , due as (
                    select * from storage.message
                    where contents = (select contents from queue) and visible_at <= now() and expires_at > now()
                    order by visible_at limit :most)
                select due.* from queue left join due on true order by visible_at""",
                query -> query.bind("most", most), row -> readMessage(account, row));
    }

    /** Hides a message for a time from now on, with another text where one is given. @param text null to keep it */
    Message update(Account account, QueueName queue, MessageId id, PopReceipt receipt, String text, Duration invisible) {
        byte[] sealed = text == null ? null : seal(account, id, text);
        return held(account, queue, id, receipt, """
                , held as (
                    update storage.message set visible_at = now() + :invisible * interval '1 second', receipt = gen_random_uuid(),
                        sealed_text = coalesce(:text, sealed_text)
                    where contents = (select contents from queue) and id = :id and receipt = :receipt and expires_at > now()
                    returning\s""" + SHOWN + ")",
                query -> query.bind("invisible", invisible.toSeconds()).bindByType("text", sealed, byte[].class));
    }

    void delete(Account account, QueueName queue, MessageId id, PopReceipt receipt) {
        held(account, queue, id, receipt, """
                , held as (
                    delete from storage.message
                    where contents = (select contents from queue) and id = :id and receipt = :receipt and expires_at > now()
                    returning\s""" + SHOWN + ")", query -> query);
    }

    /** Leaves the queue empty, whatever its length. */
    void clear(Account account, QueueName queue) {
        in(account, queue, "update storage.queue set contents = default where account = :account and name = :name returning contents", query -> query, row -> null);
    }

    /** A change by the holder of a receipt; {@code change} names its outcome {@code held}. */
    private Message held(Account account, QueueName queue, MessageId id, PopReceipt receipt, String change, Binding binding) {
        record Outcome(boolean exists, Message message) {}
        Outcome outcome = in(account, queue, QUEUE + change + """
                select held.*, exists (
                    select from storage.message where contents = (select contents from queue) and id = :id and expires_at > now()) as exists
                from queue left join held on true""",
                query -> binding.bind(query.bind("id", id.value()).bind("receipt", receipt.value())),
                row -> new Outcome(row.getBoolean("exists"), row.getObject("id") == null ? null : message(row, null))).getFirst();
        if (outcome.message() == null) {
            throw (outcome.exists() ? StorageError.POP_RECEIPT_MISMATCH : StorageError.MESSAGE_NOT_FOUND).refusal();
        }
        return outcome.message();
    }

    private interface Binding {
        Query bind(Query query);
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that gives at least one row where the queue exists; rows that read as null are left out. */
    private <T> List<T> in(Account account, QueueName queue, String sql, Binding binding, Row<T> reader) {
        List<Optional<T>> rows = database.with((Handle handle) -> binding.bind(handle.createQuery(sql).bind("account", account.id()).bind("name", queue.text()))
                .map((row, context) -> Optional.ofNullable(reader.read(row))).list());
        if (rows.isEmpty()) {
            throw StorageError.QUEUE_NOT_FOUND.refusal();
        }
        return rows.stream().map(row -> row.orElse(null)).filter(Objects::nonNull).toList();
    }

    /** Null for the one row of a queue that has nothing to give. */
    private Message readMessage(Account account, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return id == null ? null : message(row, new String(cipher.open(account, new MessageId(id).bytes(), row.getBytes("sealed_text")), StandardCharsets.UTF_8));
    }

    private static Message message(ResultSet row, String text) throws SQLException {
        return new Message(new MessageId(row.getObject("id", UUID.class)), instant(row, "inserted_at"), instant(row, "expires_at"), instant(row, "visible_at"),
                row.getInt("dequeued"), new PopReceipt(row.getObject("receipt", UUID.class)), text);
    }

    private byte[] seal(Account account, MessageId id, String text) {
        return cipher.seal(account, id.bytes(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
