package woad.launcher.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.Part;

/** Parts start side by side where they can, and after what they need. */
class StartOrderTest {
    private final ConcurrentLinkedQueue<String> started = new ConcurrentLinkedQueue<>();

    private interface Body {
        void run() throws IOException;
    }

    private record Fake(String name, List<String> needs, Body body) implements Part {
        @Override
        public String title() {
            return name;
        }

        @Override
        public Status status() {
            return new Status(name, State.STOPPED, "", 0, 0);
        }

        @Override
        public void start(Progress progress) throws IOException {
            body.run();
        }

        @Override
        public void stop(Progress progress) {}

        @Override
        public List<Path> logs() {
            return List.of();
        }
    }

    private Fake part(String name, String... needs) {
        return new Fake(name, List.of(needs), () -> started.add(name));
    }

    @Test
    void whatIsNeededComesFirst() throws IOException {
        StartOrder.start(List.of(part("database"), part("server", "database"), part("agent", "server")), Progress.NONE);
        assertThat(started).containsExactly("database", "server", "agent");
    }

    @Test
    void partsThatDoNotNeedEachOtherStartSideBySide() throws IOException {
        CyclicBarrier both = new CyclicBarrier(2);
        Body meet = () -> {
            try {
                both.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IOException("the other does not start", e);
            }
        };
        StartOrder.start(List.of(new Fake("proxy", List.of(), meet), new Fake("server", List.of(), meet)), Progress.NONE);
        assertThat(both.isBroken()).isFalse();
    }

    @Test
    void aFailureEndsTheWaitingForOthers() {
        CountDownLatch waiting = new CountDownLatch(1);
        Fake broken = new Fake("server", List.of("database"), () -> {
            await(waiting);
            throw new Failure("the server ended while it started", "see its log");
        });
        Fake patient = new Fake("agent", List.of("database"), () -> {
            waiting.countDown();
            await(new CountDownLatch(1));
        });
        assertThatThrownBy(() -> StartOrder.start(List.of(part("database"), broken, patient, part("after", "server")), Progress.NONE))
                .isInstanceOf(Failure.class).hasMessage("the server ended while it started");
        assertThat(started).containsExactly("database");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Test
    void aFailureToReadOrWriteStaysWhatItIs() {
        Fake broken = new Fake("server", List.of(), () -> {
            throw new IOException("the disk is full");
        });
        assertThatThrownBy(() -> StartOrder.start(List.of(broken), Progress.NONE)).isInstanceOf(IOException.class).hasMessage("the disk is full");
    }
}
