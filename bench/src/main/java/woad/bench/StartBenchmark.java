package woad.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A warm start of the whole cloud until its first token and first answer, against the start of an empty Helidon server; and memory at rest. */
final class StartBenchmark implements Benchmark {
    private static final int ROUNDS = 3;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "warm start until the first token and the first GET, beside an empty Helidon server; resident memory of server and agents at rest";
    }

    @Override
    public List<Row> run(BenchCloud cloud, Consumer<String> progress) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> empty = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            progress.accept("round " + round + " of " + ROUNDS);
            Duration start = cloud.restart();
            long from = System.nanoTime();
            try (CloudClient client = new CloudClient(cloud)) {
                client.get("/subscriptions/" + cloud.customer().subscriptionId() + "?api-version=2022-12-01");
            }
            ours.add((start.toNanos() + System.nanoTime() - from) / 1e9);
            empty.add(emptyHelidon());
        }
        progress.accept("at rest for 10 s");
        Thread.sleep(10_000);
        return List.of(
                new Row("warm up, first token, first GET", ArmBenchmark.median(ours), "s", "limit (an empty Helidon: %.1f s)".formatted(ArmBenchmark.median(empty)), Double.NaN, 5, true),
                new Row("server at rest", cloud.residentBytes("server") / MIB, "MiB", "limit", Double.NaN, 512, true),
                new Row("largest agent at rest", cloud.residentBytes("agent") / MIB, "MiB", "limit", Double.NaN, 128, true));
    }

    private static double emptyHelidon() throws IOException, InterruptedException {
        int port;
        try (var free = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        long from = System.nanoTime();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                EmptyHelidon.class.getName(), Integer.toString(port)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            while (true) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return (System.nanoTime() - from) / 1e9;
                } catch (IOException notYet) {
                    if (!process.isAlive() || System.nanoTime() - from > 60e9) {
                        throw new IOException("the empty Helidon server did not start", notYet);
                    }
                    Thread.sleep(5);
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
