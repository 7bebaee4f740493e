package woad.platform.web;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;

/**
 * A request's body as it comes from a client, who must keep sending: the next byte within {@link Patience#read}, and the whole within
 * {@link Patience#body} and as long as its length takes at {@value #SLOWEST} bytes in a second. Helidon waits for ever, so a watch interrupts the
 * reading thread; over HTTP/1.1 that ends the connection, over HTTP/2 the stream. Only waiting for the client counts.
 */
final class ArrivingBody extends InputStream {
    private static final int SLOWEST = 8 << 10;
    /** Most bytes that are read and thrown away after the answer, for the sake of a client that reads it only once it has sent all. */
    private static final int LEFTOVER = 1 << 20;

    private final InputStream from;
    private final Patience patience;
    private final ScheduledExecutorService timer;
    private State state;
    private Thread reader;
    private Future<?> watch;
    private long received;
    private long waited;
    private long waitingSince;

    private enum State { COMING, ENDED, BROKEN }

    /** @param from null where the request has no body */
    ArrivingBody(InputStream from, Patience patience, ScheduledExecutorService timer) {
        this.from = from;
        this.patience = patience;
        this.timer = timer;
        this.state = from == null ? State.ENDED : State.COMING;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Waits for more of the body.
     *
     * @throws SocketTimeoutException where the client is too slow
     * @throws CloudException         {@code BadRequest} where the form of the body is wrong
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended()) {
            return -1;
        }
        begin();
        State now = State.BROKEN;
        try {
            int count = receive(into, offset, length);
            received += Math.max(count, 0);
            now = count < 0 ? State.ENDED : State.COMING;
            return count;
        } finally {
            finish(now);
        }
    }

    private int receive(byte[] into, int offset, int length) throws IOException {
        try {
            return from.read(into, offset, length);
        } catch (DataReader.InsufficientDataAvailableException | ServerConnectionException cutOff) {
            throw new IOException("the connection ended before the body did", cutOff);
        } catch (RequestException | IllegalArgumentException malformed) {
            throw new CloudException(CommonError.BAD_REQUEST, "The request body is not well-formed.", malformed);
        }
    }

    /** Whether the body has come to its end, or there is none. */
    synchronized boolean ended() {
        return state == State.ENDED;
    }

    /** Whether anything of it has been asked for. */
    synchronized boolean begun() {
        return watch != null;
    }

    /** Whether the rest is short enough to be read after the answer. @param declared the body's length */
    synchronized boolean leavesLittle(long declared) {
        return state == State.COMING && declared - received <= LEFTOVER;
    }

    /** Reads the rest, if it is little. @return whether it came to its end */
    boolean drain() {
        byte[] chunk = new byte[16 << 10];
        try {
            for (int count = 0, most = LEFTOVER; count >= 0 && most > 0; most -= count) {
                count = read(chunk, 0, chunk.length);
            }
        } catch (IOException | RuntimeException endedEarly) {
            return false;
        }
        return ended();
    }

    /** Makes Helidon take the body for read, without waiting for what may never come. */
    void abandon() {
        synchronized (this) {
            if (state != State.COMING) {
                return;
            }
            state = State.BROKEN;
        }
        Thread.currentThread().interrupt();
        try {
            from.read();
        } catch (IOException | RuntimeException gone) {
            // Nothing of it is wanted.
        } finally {
            Thread.interrupted();
        }
    }

    private synchronized void begin() throws IOException {
        if (state == State.BROKEN) {
            throw new IOException("the body has been given up");
        }
        waitingSince = System.nanoTime();
        reader = Thread.currentThread();
        if (watch == null) {
            watch = timer.schedule(this::look, patience.read().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void finish(State now) throws SocketTimeoutException {
        waited += System.nanoTime() - waitingSince;
        reader = null;
        if (state == State.BROKEN) {
            Thread.interrupted(); // meant for the read that is over
            throw new SocketTimeoutException("the client stopped sending, or was too slow");
        }
        state = now;
        if (state != State.COMING) {
            watch.cancel(false);
        }
    }

    private synchronized void look() {
        if (state != State.COMING) {
            return;
        }
        long left = patience.read().toNanos();
        if (reader != null) {
            long waiting = System.nanoTime() - waitingSince;
            long whole = patience.body().plus(Duration.ofMillis(received * 1000 / SLOWEST)).toNanos();
            left = Math.min(left, whole - waited) - waiting;
        }
        if (left > 0) {
            watch = timer.schedule(this::look, left, TimeUnit.NANOSECONDS);
        } else {
            state = State.BROKEN;
            reader.interrupt();
        }
    }
}
