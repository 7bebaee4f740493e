package woad.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;

/**
 * A load over several connections, each of which does one thing after another.
 *
 * @param host the name that clients use, whatever the address
 */
record Load(SSLContext tls, InetSocketAddress to, String host, int connections) {

    /** What is done again and again. */
    @FunctionalInterface
    interface Step {
        /**
         * @param worker number of the connection, from 0
         * @param round  how often it was done on this connection before
         */
        void run(Connection connection, int worker, long round) throws IOException;
    }

    /** Repeats a step on every connection until the time is over; returns how many were done in a second, on all together. */
    double perSecond(Duration time, Step step) throws IOException {
        List<Connection> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                open.add(new Connection(tls, to, host));
            }
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int worker = i;
                counts.add(threads.submit(() -> repeat(open.get(worker), worker, step, end)));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total * 1e9 / (System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("the load failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private static long repeat(Connection connection, int worker, Step step, long end) throws IOException {
        long count = 0;
        while (System.nanoTime() < end) {
            step.run(connection, worker, count++);
        }
        return count;
    }

    /** The step that sends the same request on every round: the bytes are made once for each connection. */
    static Step same(IntFunction<Request> request) {
        byte[][] made = new byte[1024][];
        return (connection, worker, round) -> {
            if (made[worker] == null) {
                Request wanted = request.apply(worker);
                byte[] head = connection.head(wanted.method(), wanted.path(), wanted.body().length, Connection.lines(wanted.headers()));
                made[worker] = java.util.Arrays.copyOf(head, head.length + wanted.body().length);
                System.arraycopy(wanted.body(), 0, made[worker], head.length, wanted.body().length);
            }
            connection.send(made[worker]);
            connection.receive(false);
        };
    }

    /** A request with a small body, empty for none. */
    record Request(String method, String path, Map<String, String> headers, byte[] body) {}
}
