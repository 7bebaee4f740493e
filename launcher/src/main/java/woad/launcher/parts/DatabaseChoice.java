package woad.launcher.parts;

import java.io.IOException;
import java.nio.file.Files;
import woad.launcher.Failure;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.ExternalDatabase;
import woad.launcher.process.Account;

/** Puts a cloud's state into a database that somebody else looks after; remembered only once that has been found fit. */
public record DatabaseChoice(ExternalDatabase database, String password) implements CloudSettings.Change {

    @Override
    public CloudSettings apply(DataDirectory data, Account account, CloudSettings before) throws IOException {
        if (before.database() == null && Files.exists(data.postgres().resolve("data"))) {
            throw new Failure("the state of the cloud in " + data.root() + " is in a PostgreSQL of its own",
                    "start a new cloud with another --data, or without --database-url");
        }
        DatabaseCheck.check(database, password, DatabaseCheck.hasState(data));
        ExternalDatabase known = before.database() == null ? database : new ExternalDatabase(database.url(), database.user(), before.database().revision());
        return before.in(known.keep(data, account, password));
    }

    @Override
    public String toString() {
        return "DatabaseChoice[" + database + "]";
    }
}
