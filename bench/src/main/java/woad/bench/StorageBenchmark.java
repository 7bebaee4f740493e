package woad.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import woad.bench.peers.Azurite;
import woad.bench.peers.Nginx;
import woad.bench.peers.PeerCertificate;
import woad.bench.peers.SealedCopy;
import woad.platform.core.FileTrees;

/** Blobs, queues and tables over TLS, against Azurite, against nginx that serves files, and against a sealed copy to a file. */
final class StorageBenchmark implements Benchmark {
    private static final int PAIRS = 3;
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int SMALL_CONNECTIONS = 16;
    private static final int LARGE_CONNECTIONS = 4;
    private static final int HOT = 256;
    private static final int LARGE = 64 << 20;
    private static final double MIB = 1 << 20;
    private static final int SLOW_UPLOADS = 100;
    private static final Pattern RECEIPT = Pattern.compile("<MessageId>(.*?)</MessageId>.*<PopReceipt>(.*?)</PopReceipt>", Pattern.DOTALL);

    private final byte[] small = new byte[1 << 10];
    private final byte[] large = new byte[LARGE];

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public String description() {
        return "blobs, queues and tables over TLS, against Azurite, nginx and a sealed copy";
    }

    @Override
    public List<Row> run(BenchCloud cloud, Consumer<String> progress) throws Exception {
        new Random(1).nextBytes(small);
        new Random(2).nextBytes(large);
        Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "woad-peers-");
        PeerCertificate certificate = PeerCertificate.make(directory);
        SSLContext peerTls = CloudClient.trust(certificate.certificate());
        List<Row> rows = new ArrayList<>();
        try (CloudClient client = new CloudClient(cloud);
             Azurite azurite = Azurite.start(cloud.programs().resolve("azurite"), directory.resolve("azurite"), certificate);
             Nginx nginx = Nginx.start(Files.createDirectories(directory.resolve("nginx")), certificate)) {
            StorageTarget ours = StorageTarget.ours(cloud, client, "bench-storage", "bench" + UUID.nameUUIDFromBytes(directory.toString().getBytes(StandardCharsets.UTF_8))
                    .toString().substring(0, 8));
            StorageTarget theirs = StorageTarget.of(azurite, peerTls);
            Path files = directory.resolve("nginx/files");
            Files.write(files.resolve("small"), small);
            Files.write(files.resolve("large"), large);
            for (StorageTarget target : List.of(ours, theirs)) {
                progress.accept("preparing " + target.name());
                target.prepare(HOT, small);
            }
            Load plain = new Load(peerTls, nginx.address(), "localhost", SMALL_CONNECTIONS);
            progress.accept("warming up");
            ours.load("blob", SMALL_CONNECTIONS).perSecond(WARM_UP, get(ours));
            ours.load("blob", SMALL_CONNECTIONS).perSecond(WARM_UP, put(ours, "warm"));

            rows.addAll(againstTwo(progress, () -> ours.load("blob", SMALL_CONNECTIONS).perSecond(TIME, get(ours)),
                    () -> theirs.load("blob", SMALL_CONNECTIONS).perSecond(TIME, get(theirs)), () -> plain.perSecond(TIME, file("/small"))));
            rows.add(compare("durable PUT 1 KiB, 16 connections", "requests/s", "Azurite (does not sync)", 10, progress,
                    () -> ours.load("blob", SMALL_CONNECTIONS).perSecond(TIME, put(ours, "ours")), () -> theirs.load("blob", SMALL_CONNECTIONS).perSecond(TIME, put(theirs, "peer"))));
            Load plainLarge = new Load(peerTls, nginx.address(), "localhost", LARGE_CONNECTIONS);
            ours.load("blob", LARGE_CONNECTIONS).perSecond(WARM_UP, putLarge(ours));
            rows.add(compare("PUT 64 MiB, 4 connections", "MiB/s", "copy with AES-GCM, MD5, sync", 0.3, progress,
                    () -> ours.load("blob", LARGE_CONNECTIONS).perSecond(TIME, putLarge(ours)) * LARGE / MIB,
                    () -> SealedCopy.bytesPerSecond(directory, LARGE, LARGE_CONNECTIONS, TIME) / MIB));
            rows.add(compare("GET 64 MiB, 4 connections", "MiB/s", "nginx", 0.4, progress,
                    () -> ours.load("blob", LARGE_CONNECTIONS).perSecond(TIME, getLarge(ours.signed("/bench/large-"))) * LARGE / MIB,
                    () -> plainLarge.perSecond(TIME, file("/large")) * LARGE / MIB));
            rows.add(compare("queue put, get, delete", "rounds/s", "Azurite", 10, progress, () -> ours.load("queue", SMALL_CONNECTIONS).perSecond(TIME, message(ours)),
                    () -> theirs.load("queue", SMALL_CONNECTIONS).perSecond(TIME, message(theirs))));
            rows.add(compare("table insert", "requests/s", "Azurite", 10, progress, () -> ours.load("table", SMALL_CONNECTIONS).perSecond(TIME, insert(ours)),
                    () -> theirs.load("table", SMALL_CONNECTIONS).perSecond(TIME, insert(theirs))));
            for (StorageTarget target : List.of(ours, theirs)) {
                target.call("table", "POST", "/bench", StorageTarget.JSON, "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"n\":1}".getBytes(StandardCharsets.US_ASCII));
            }
            rows.add(compare("table point read", "requests/s", "Azurite", 10, progress, () -> ours.load("table", SMALL_CONNECTIONS).perSecond(TIME, point(ours)),
                    () -> theirs.load("table", SMALL_CONNECTIONS).perSecond(TIME, point(theirs))));
            rows.addAll(slowUploads(cloud, client, ours, progress));
        } finally {
            FileTrees.delete(directory);
        }
        return rows;
    }

    private Load.Step get(StorageTarget target) {
        return Load.same(worker -> new Load.Request("GET", target.signed("/bench/hot-" + worker), java.util.Map.of("x-ms-version", "2020-08-04"), new byte[0]));
    }

    private static Load.Step file(String path) {
        return Load.same(worker -> new Load.Request("GET", path, java.util.Map.of(), new byte[0]));
    }

    private Load.Step put(StorageTarget target, String prefix) {
        long run = System.nanoTime();
        return (connection, worker, round) -> {
            connection.send(joined(connection.head("PUT", target.signed("/bench/" + prefix + "-" + run + "-" + worker + "-" + round), small.length, StorageTarget.BLOCK_BLOB), small));
            connection.receive(false);
        };
    }

    private Load.Step putLarge(StorageTarget target) {
        return (connection, worker, round) -> {
            connection.send(connection.head("PUT", target.signed("/bench/large-" + worker), large.length, StorageTarget.BLOCK_BLOB), large);
            connection.receive(false);
        };
    }

    private static Load.Step getLarge(String path) {
        return (connection, worker, round) -> {
            connection.send(connection.head("GET", path.replace("large-", "large-" + worker), 0, StorageTarget.PLAIN));
            connection.receive(false);
        };
    }

    private static Load.Step message(StorageTarget target) {
        byte[] text = "<QueueMessage><MessageText>d29yaw==</MessageText></QueueMessage>".getBytes(StandardCharsets.US_ASCII);
        return (connection, worker, round) -> {
            connection.call("POST", target.signed("/bench/messages"), StorageTarget.PLAIN, text);
            Matcher found = RECEIPT.matcher(new String(connection.call("GET", target.signed("/bench/messages?visibilitytimeout=60"), StorageTarget.PLAIN, new byte[0]), StandardCharsets.UTF_8));
            if (found.find()) {
                connection.call("DELETE", target.signed("/bench/messages/" + found.group(1) + "?popreceipt=" + java.net.URLEncoder.encode(found.group(2), StandardCharsets.UTF_8)),
                        StorageTarget.PLAIN, new byte[0]);
            }
        };
    }

    private static Load.Step insert(StorageTarget target) {
        long run = System.nanoTime();
        return (connection, worker, round) -> connection.call("POST", target.signed("/bench"), StorageTarget.JSON,
                ("{\"PartitionKey\":\"w" + worker + "\",\"RowKey\":\"" + run + "-" + round + "\",\"n\":" + round + ",\"text\":\"some text\"}").getBytes(StandardCharsets.US_ASCII));
    }

    private static Load.Step point(StorageTarget target) {
        return (connection, worker, round) -> connection.call("GET", target.signed("/bench(PartitionKey='p',RowKey='r')"), StorageTarget.JSON, new byte[0]);
    }

    /** A hundred uploads of 1 GiB that trickle and break off: what they cost in memory, and what another account feels of them. */
    private List<Row> slowUploads(BenchCloud cloud, CloudClient client, StorageTarget ours, Consumer<String> progress) throws Exception {
        StorageTarget other = StorageTarget.ours(cloud, client, "bench-storage", ours.host().apply("blob").substring(0, 13) + "x");
        other.prepare(HOT, small);
        List<Connection> uploads = new ArrayList<>();
        try {
            List<Double> quiet = new ArrayList<>();
            List<Double> beside = new ArrayList<>();
            long most = 0;
            for (int pair = 1; pair <= PAIRS; pair++) {
                progress.accept("slow uploads: pair " + pair + " of " + PAIRS);
                quiet.add(other.load("blob", SMALL_CONNECTIONS).perSecond(TIME, get(other)));
                for (int i = 0; i < SLOW_UPLOADS; i++) {
                    Connection upload = new Connection(ours.tls(), ours.address().apply("blob"), ours.host().apply("blob"));
                    uploads.add(upload);
                    upload.send(upload.head("PUT", ours.signed("/bench/slow-" + i), 1L << 30, StorageTarget.BLOCK_BLOB), new byte[1 << 20]);
                }
                beside.add(other.load("blob", SMALL_CONNECTIONS).perSecond(TIME, get(other)));
                most = Math.max(most, cloud.residentBytes("server"));
                for (Connection upload : uploads) {
                    upload.close();
                }
                uploads.clear();
            }
            return List.of(new Row("100 slow uploads: memory of the server", most / MIB, "MiB", "-", Double.NaN, 512, true),
                    new Row("100 slow uploads: another account's GET", ArmBenchmark.median(beside), "requests/s", "without the uploads", ArmBenchmark.median(quiet), 0.9, false));
        } finally {
            for (Connection upload : uploads) {
                upload.close();
            }
        }
    }

    @FunctionalInterface
    private interface Measured {
        double perSecond() throws IOException;
    }

    private static Row compare(String what, String unit, String peerName, double reach, Consumer<String> progress, Measured ours, Measured peer) throws IOException {
        List<Double> mine = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int pair = 1; pair <= PAIRS; pair++) {
            progress.accept(what + ": pair " + pair + " of " + PAIRS);
            mine.add(ours.perSecond());
            theirs.add(peer.perSecond());
        }
        return row(what, unit, peerName, reach, mine, theirs);
    }

    private static List<Row> againstTwo(Consumer<String> progress, Measured ours, Measured azurite, Measured nginx) throws IOException {
        String what = "GET 1 KiB, hot, 16 connections";
        List<Double> mine = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int pair = 1; pair <= PAIRS; pair++) {
            progress.accept(what + ": pair " + pair + " of " + PAIRS);
            mine.add(ours.perSecond());
            first.add(azurite.perSecond());
            second.add(nginx.perSecond());
        }
        return List.of(row(what, "requests/s", "Azurite", 15, mine, first), row(what, "requests/s", "nginx static file", 0.25, mine, second));
    }

    /** The median of the ratios of pairs, shown by the peer's median. */
    private static Row row(String what, String unit, String peerName, double reach, List<Double> mine, List<Double> theirs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            ratios.add(mine.get(i) / theirs.get(i));
        }
        double peer = ArmBenchmark.median(theirs);
        return new Row(what, ArmBenchmark.median(ratios) * peer, unit, peerName, peer, reach, false);
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
