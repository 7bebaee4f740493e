package woad.storage.table;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.storage.wire.SignedIdentifier;

/** The tables of accounts, without their entities. Every operation is one statement. */
final class TableStore {
    private final Database database;

    TableStore(Database database) {
        this.database = database;
    }

    /** @return whether it was made; otherwise there is one of this name */
    boolean create(UUID account, TableName name) {
        return database.with(handle -> handle.createUpdate("insert into storage.entity_table (account, key, name) values (:account, :key, :name) on conflict (account, key) do nothing")
                .bind("account", account).bind("key", name.key()).bind("name", name.text()).execute()) > 0;
    }

    /** @return whether there was one */
    boolean delete(UUID account, TableName name) {
        return database.with(handle -> handle.createUpdate("delete from storage.entity_table where account = :account and key = :key")
                .bind("account", account).bind("key", name.key()).execute()) > 0;
    }

    /** The table as its maker wrote its name, if there is one. */
    Optional<TableName> find(UUID account, TableName name) {
        return database.with(handle -> handle.createQuery("select name from storage.entity_table where account = :account and key = :key")
                .bind("account", account).bind("key", name.key()).mapTo(String.class).findOne()).map(TableName::new);
    }

    /** Tables in the order of their names. @param from the key of the first, or {@code ""} */
    List<TableName> list(UUID account, String from, int most) {
        return database.with(handle -> handle.createQuery("select name from storage.entity_table where account = :account and key >= :from order by key limit :most")
                .bind("account", account).bind("from", from).bind("most", most).mapTo(String.class).list()).stream().map(TableName::new).toList();
    }

    /** The stored access policies of a table, if there is such a table. */
    Optional<List<SignedIdentifier>> policies(UUID account, TableName name) {
        return database.with(handle -> handle.createQuery("select policies from storage.entity_table where account = :account and key = :key")
                .bind("account", account).bind("key", name.key())
                .map((row, context) -> List.of(Json.parse(row.getString("policies"), SignedIdentifier[].class))).findOne());
    }

    /** @return whether there is such a table */
    boolean setPolicies(UUID account, TableName name, List<SignedIdentifier> policies) {
        return database.with(handle -> handle.createUpdate("update storage.entity_table set policies = :policies::jsonb where account = :account and key = :key")
                .bind("account", account).bind("key", name.key()).bind("policies", Json.write(policies)).execute()) > 0;
    }
}
