package woad.storage.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import woad.platform.store.Database;

/**
 * The accounts for the data plane, kept in memory. A change made by this process is seen by every request that starts after the
 * change was acknowledged: what it commits is forgotten here before the answer goes out. A change made by another process is seen
 * within {@link #CHECKED_EVERY}: an account that was checked longer ago is compared with its row's version before it is used.
 */
public final class Accounts {
    /** The api-versions of what is inside accounts, in the resource manager, newest first. */
    public static final List<String> API_VERSIONS = AccountType.VERSIONS;

    /** How long an account is used without asking for its version. */
    static final Duration CHECKED_EVERY = Duration.ofSeconds(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{3,24}");
    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final AccountTable table;
    private final Ticker ticker;
    /** Its computations are atomic for each name, so that what was read before a commit is never kept after it. */
    private final ConcurrentMap<String, Held> held = Caffeine.newBuilder().maximumSize(REMEMBERED).<String, Held>build().asMap();

    /** @param checkedAt nanoseconds of the ticker */
    private record Held(Account account, long checkedAt) {}

    Accounts(Database database, AccountTable table, Ticker ticker) {
        this.database = database;
        this.table = table;
        this.ticker = ticker;
    }

    /** Whether a name could be an account's: 3 to 24 lower-case letters and digits. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The account of this name, in lower case, if there is one and it is not deleted. May ask the database: not to be called inside a transaction. */
    public Optional<Account> find(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        long now = ticker.read();
        Held found = held.get(name);
        if (found == null || isDue(found, now)) {
            found = held.compute(name, (key, present) -> present != null && !isDue(present, now) ? present : read(name, present, now));
        }
        return Optional.ofNullable(found).map(Held::account);
    }

    /** The account of this name as a transaction sees it, past what is kept in memory. */
    public Optional<Account> find(Handle handle, String name) {
        return table.find(handle, name);
    }

    /** As {@link #find(String)}, by the account's id. */
    public Optional<Account> find(UUID id) {
        Optional<String> name = database.with(handle -> handle.createQuery("select name from storage.account where id = :id and deleted_at is null").bind("id", id)
                .mapTo(String.class).findOne());
        return name.flatMap(this::find).filter(account -> account.id().equals(id));
    }

    /**
     * Changes the properties of an account's services in a transaction of its own; nothing where the account was deleted.
     *
     * @param change may run more than once; throws to refuse
     */
    public void changeServices(Account account, UnaryOperator<ServiceProperties> change) {
        database.transaction(handle -> {
            AccountTable.lockServices(handle, account.id()).ifPresent(services -> AccountTable.writeServices(handle, account.id(), change.apply(services)));
            changed(handle, account.name());
            return null;
        });
    }

    /** To be called in every transaction that changes an account's row, or removes it. */
    void changed(Handle handle, String name) {
        handle.afterCommit(() -> held.remove(name));
    }

    private static boolean isDue(Held found, long now) {
        return now - found.checkedAt() >= CHECKED_EVERY.toNanos();
    }

    private Held read(String name, Held present, long now) {
        return database.with(handle -> {
            if (present != null && AccountTable.version(handle, present.account().id()).equals(OptionalLong.of(present.account().version()))) {
                return new Held(present.account(), now);
            }
            return table.find(handle, name).map(account -> new Held(account, now)).orElse(null);
        });
    }
}
