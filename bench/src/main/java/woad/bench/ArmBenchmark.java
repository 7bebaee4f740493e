package woad.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import woad.platform.store.Database;

/** The resource manager against pgbench running the same statements on the same PostgreSQL. */
final class ArmBenchmark implements Benchmark {
    private static final int CONNECTIONS = 16;
    private static final int PAIRS = 5;
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final String NAME = "bench-0";
    private static final int WRITES_BEFORE = 4711;
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final String BODY = "{\"location\":\"francecentral\",\"tags\":{\"bench\":\"arm\"}}";

    @Override
    public String name() {
        return "arm";
    }

    @Override
    public String description() {
        return "GET and durable PUT of a resource group over TLS, against pgbench with the same statements on the same PostgreSQL";
    }

    @Override
    public List<Row> run(BenchCloud cloud, Consumer<String> progress) throws Exception {
        Path pgbench = pgbench();
        SSLContext tls = CloudClient.trust(cloud.authority());
        String host = "management." + cloud.domain();
        try (CloudClient client = new CloudClient(cloud)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                client.put(client.path("/resourceGroups/bench-" + i, "2024-11-01"), Map.of("location", "francecentral"));
            }
            String path = client.path("/resourceGroups/" + NAME, "2024-11-01");
            Load load = new Load(tls, cloud.frontDoor(), host, CONNECTIONS);
            Map<String, String> headers = Map.of("Authorization", "Bearer " + client.token(), "Content-Type", "application/json");
            Load.Step get = Load.same(i -> new Load.Request("GET", client.path("/resourceGroups/bench-" + i, "2024-11-01"), headers, new byte[0]));
            Load.Step put = Load.same(i -> new Load.Request("PUT", client.path("/resourceGroups/bench-" + i, "2024-11-01"), headers, BODY.getBytes(StandardCharsets.US_ASCII)));
            progress.accept("warming up");
            load.perSecond(WARM_UP, get);
            load.perSecond(WARM_UP, put);
            StatementCapture capture = new StatementCapture(cloud.database(), cloud.databaseLog());
            progress.accept("watching one GET and one PUT in PostgreSQL's log");
            String getScript = PgbenchScript.of(capture.of(() -> client.get(path)), NAME, null);
            setGeneration(cloud.database(), path);
            String putScript = PgbenchScript.of(capture.of(() -> client.put(path, Map.of("location", "francecentral", "tags", Map.of("bench", "arm")))),
                    NAME, Integer.toString(WRITES_BEFORE + 1));
            return List.of(
                    compare("GET, 16 connections", 0.25, getScript, pgbench, cloud, progress, () -> load.perSecond(TIME, get)),
                    compare("durable PUT, 16 connections", 0.4, putScript, pgbench, cloud, progress, () -> load.perSecond(TIME, put)));
        }
    }

    @FunctionalInterface
    private interface Measured {
        double perSecond() throws IOException;
    }

    private static Row compare(String what, double reach, String script, Path pgbench, BenchCloud cloud, Consumer<String> progress, Measured ours)
            throws IOException, InterruptedException {
        List<Double> mine = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int pair = 1; pair <= PAIRS; pair++) {
            progress.accept(what + ": pair " + pair + " of " + PAIRS);
            mine.add(ours.perSecond());
            theirs.add(pgbench(pgbench, cloud.database(), script));
            ratios.add(mine.getLast() / theirs.getLast());
        }
        double peer = median(theirs);
        return new Row(what, median(ratios) * peer, "requests/s", "pgbench", peer, reach, false);
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Gives the watched row a generation that no other parameter of the statement equals. */
    private static void setGeneration(Database.Location database, String path) throws java.sql.SQLException {
        try (var connection = java.sql.DriverManager.getConnection(database.url(), database.user(), database.password());
             var statement = connection.prepareStatement("update resources.resource set generation = ? where id_key = ?")) {
            statement.setLong(1, WRITES_BEFORE);
            statement.setString(2, path.substring(0, path.indexOf('?')).toLowerCase(java.util.Locale.ROOT));
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("the watched resource is not where it is expected");
            }
        }
    }

    private static double pgbench(Path program, Database.Location database, String script) throws IOException, InterruptedException {
        Path file = Files.createTempFile("woad-bench", ".sql");
        Path output = Files.createTempFile("woad-bench", ".out");
        try {
            Files.writeString(file, script);
            Matcher url = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/(.*)").matcher(database.url());
            if (!url.matches()) {
                throw new IOException("not a PostgreSQL URL: " + database.url());
            }
            ProcessBuilder builder = new ProcessBuilder(program.toString(), "-n", "-M", "prepared", "-c", Integer.toString(CONNECTIONS), "-j", "2",
                    "-T", Long.toString(TIME.toSeconds()), "-f", file.toString(), "-h", url.group(1), "-p", url.group(2), "-U", database.user(), url.group(3))
                    .redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("PGPASSWORD", database.password());
            Process process = builder.start();
            if (!process.waitFor(TIME.toSeconds() + 60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("pgbench failed: " + Files.readString(output).lines().limit(8).toList());
            }
            Matcher tps = TPS.matcher(Files.readString(output));
            if (!tps.find()) {
                throw new IOException("pgbench gave no rate: " + Files.readString(output));
            }
            return Double.parseDouble(tps.group(1));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(output);
        }
    }

    private static Path pgbench() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                var program = found.map(v -> v.resolve("bin/pgbench")).filter(Files::isExecutable).max(Path::compareTo);
                if (program.isPresent()) {
                    return program.get();
                }
            }
        }
        throw new IOException("pgbench is missing: install the Debian package postgresql-contrib");
    }
}
