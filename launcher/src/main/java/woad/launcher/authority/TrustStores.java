package woad.launcher.authority;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import woad.launcher.process.Account;
import woad.launcher.process.Commands;

/** All stores that a person's programs read: those of the browsers, and the system's where the launcher runs as root. */
public final class TrustStores {
    private final Path home;
    private final List<String> as;
    private final SystemStore system;

    /**
     * The stores of a person.
     *
     * @param as     words that make a command run as that person; none where that is so anyway
     * @param system null where it is not theirs to change
     */
    TrustStores(Path home, List<String> as, SystemStore system) {
        this.home = home;
        this.as = as;
        this.system = system;
    }

    /** Those of the person who calls; under sudo, of the person who called sudo. */
    public static TrustStores ofCaller() throws IOException {
        SystemStore system = Account.isRoot() ? SystemStore.STANDARD : null;
        String caller = System.getenv("SUDO_USER");
        if (Account.isRoot() && caller != null && !caller.equals("root")) {
            for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
                String[] fields = line.split(":");
                if (fields[0].equals(caller) && fields.length > 5) {
                    return new TrustStores(Path.of(fields[5]), List.of("runuser", "-u", caller, "--"), system);
                }
            }
        }
        return new TrustStores(Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home"))), List.of(), system);
    }

    /** Installs the certificate wherever it can be, and says where not and why. */
    public void install(String name, String pem, PrintWriter out) throws IOException {
        if (Commands.exists("certutil")) {
            NssStore chromium = chromium();
            if (!Files.exists(chromium.directory().resolve("cert9.db"))) {
                chromium.create();
            }
        } else {
            out.println("browsers: certutil is missing; install it (apt-get install libnss3-tools), then run this again");
        }
        for (TrustStore store : stores()) {
            store.install(name, pem);
            out.println("installed in " + store.description());
        }
        if (system == null) {
            out.println("the system's store: root only; without it use ./woad env, or run this as root");
        }
    }

    /** Takes the certificate out of every store. */
    public void remove(String name, PrintWriter out) throws IOException {
        for (TrustStore store : stores()) {
            out.println((store.remove(name) ? "removed from " : "not in ") + store.description());
        }
        if (system == null) {
            out.println("the system's store: root only; run this as root if it was installed there");
        }
    }

    private NssStore chromium() {
        return new NssStore(home.resolve(".pki/nssdb"), "Chromium", as);
    }

    private List<TrustStore> stores() throws IOException {
        List<TrustStore> stores = new ArrayList<>();
        if (Commands.exists("certutil")) {
            if (Files.exists(chromium().directory().resolve("cert9.db"))) {
                stores.add(chromium());
            }
            for (String profiles : List.of(".mozilla/firefox", "snap/firefox/common/.mozilla/firefox", ".config/mozilla/firefox")) {
                firefox(home.resolve(profiles)).forEach(stores::add);
            }
        }
        if (system != null && Commands.exists("update-ca-certificates")) {
            stores.add(system);
        }
        return stores;
    }

    private List<NssStore> firefox(Path profiles) throws IOException {
        if (!Files.isDirectory(profiles)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(profiles)) {
            return entries.filter(p -> Files.exists(p.resolve("cert9.db"))).map(p -> new NssStore(p, "Firefox", as)).toList();
        }
    }
}
