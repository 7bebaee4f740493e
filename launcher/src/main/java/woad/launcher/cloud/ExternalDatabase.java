package woad.launcher.cloud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.launcher.Failure;
import woad.launcher.process.Account;
import woad.platform.store.Database;
import woad.platform.store.PostgresServer;

/**
 * A PostgreSQL that somebody else looks after and that holds the cloud's state. Its password is in a file that only the control plane reads.
 *
 * @param url      for JDBC; it holds no credentials
 * @param user     as which the control plane signs in
 * @param revision goes up with each new password, so that the control plane is started again with it
 */
public record ExternalDatabase(String url, String user, int revision) {
    private static final Pattern URL = Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?<server>[^/?@\\s]+)/(?<name>[^/?@\\s]+)(?<options>\\?[^\\s]*)?");
    private static final Pattern CREDENTIAL = Pattern.compile("[?&](user|password|sslpassword)=", Pattern.CASE_INSENSITIVE);

    /** Reads a URL as people write it: {@code postgresql://host:port/name?options}, with {@code jdbc:} before it or not. */
    public static ExternalDatabase parse(String url, String user) {
        Matcher parts = URL.matcher(url);
        if (url.contains("@") || CREDENTIAL.matcher(url).find()) {
            throw new Failure("the database's URL must not hold user or password: others can read a command's words",
                    "give --database-user and --database-password-file, or WOAD_DATABASE_PASSWORD in the environment");
        }
        if (!parts.matches()) {
            throw new Failure("not the URL of a PostgreSQL database: " + url, "write postgresql://HOST:PORT/NAME");
        }
        return new ExternalDatabase("jdbc:postgresql://" + parts.group("server") + "/" + parts.group("name") + (parts.group("options") == null ? "" : parts.group("options")), user, 0);
    }

    /** For people: {@code host:port/name}. */
    public String address() {
        Matcher parts = URL.matcher(url);
        return parts.matches() ? parts.group("server") + "/" + parts.group("name") : url;
    }

    /** Where the control plane connects. */
    public Database.Location location(String password) {
        return new Database.Location(url, user, password);
    }

    /** The password that is kept. */
    public static String password(DataDirectory data) throws IOException {
        return Files.readString(passwordFile(data));
    }

    /** The same database with a password, which is kept for the control plane alone. */
    public ExternalDatabase keep(DataDirectory data, Account account, String password) throws IOException {
        Path file = passwordFile(data);
        boolean same = Files.exists(file) && password(data).equals(password);
        if (!same) {
            SharedFile.write(file, password.getBytes(StandardCharsets.UTF_8), "rw-------");
            SharedFile.share(file, account, account.root() ? "rw-r-----" : "rw-------");
        }
        return new ExternalDatabase(url, user, same ? revision : revision + 1);
    }

    /** Where the state of a cloud is: in such a database, or in the cloud's own PostgreSQL. */
    public static Database.Location locate(DataDirectory data, CloudSettings settings) throws IOException {
        return settings.database() == null ? new PostgresServer(data.postgres(), List.of()).location() : settings.database().location(password(data));
    }

    private static Path passwordFile(DataDirectory data) {
        return data.root().resolve("database-password");
    }
}
