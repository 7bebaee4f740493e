package woad.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Azurite from npm over https, with its development account. */
public final class Azurite implements AutoCloseable {
    private static final String PACKAGE = "azurite@3";
    private static final String ACCOUNT = "devstoreaccount1";
    /** The key of every Azurite; published in its documentation. */
    private static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private final PeerProcess process;
    private final Map<String, Integer> ports;

    private Azurite(PeerProcess process, Map<String, Integer> ports) {
        this.process = process;
        this.ports = ports;
    }

    /** Installs it under {@code cache}, where it is not there yet, and starts it on ports of its own with its files in {@code directory}. */
    public static Azurite start(Path cache, Path directory, PeerCertificate certificate) throws IOException, InterruptedException {
        Path program = cache.resolve("node_modules/.bin/azurite");
        if (!Files.exists(program)) {
            Files.createDirectories(cache);
            Path log = cache.resolve("npm.log");
            Process install = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--prefix", cache.toString(), PACKAGE).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
            if (!install.waitFor(5, TimeUnit.MINUTES) || install.exitValue() != 0) {
                throw new IOException("npm cannot install " + PACKAGE + ": see " + log);
            }
        }
        Map<String, Integer> ports = Map.of("blob", PeerProcess.freePort(), "queue", PeerProcess.freePort(), "table", PeerProcess.freePort());
        Files.createDirectories(directory);
        List<String> command = List.of(program.toString(), "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", directory.toString(),
                "--cert", certificate.certificate().toString(), "--key", certificate.key().toString(),
                "--blobHost", "127.0.0.1", "--blobPort", Integer.toString(ports.get("blob")), "--queueHost", "127.0.0.1", "--queuePort", Integer.toString(ports.get("queue")),
                "--tableHost", "127.0.0.1", "--tablePort", Integer.toString(ports.get("table")));
        return new Azurite(PeerProcess.start(command, directory, List.copyOf(ports.values())), ports);
    }

    /** Where a service ({@code blob}, {@code queue}, {@code table}) listens; its name is {@code localhost}. */
    public InetSocketAddress address(String service) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(service));
    }

    /** What every path starts with. */
    public String prefix() {
        return "/" + ACCOUNT;
    }

    /** An account signature that allows everything for some days, without {@code ?}. */
    public String signature() throws GeneralSecurityException {
        String expiry = "2099-01-01T00:00:00Z";
        String toSign = String.join("\n", ACCOUNT, "rwdlacup", "bqt", "sco", "", expiry, "", "https,http", "2020-08-04", "");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        return "sv=2020-08-04&ss=bqt&srt=sco&sp=rwdlacup&se=" + encode(expiry) + "&spr=" + encode("https,http") + "&sig=" + encode(signature);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.close();
    }
}
