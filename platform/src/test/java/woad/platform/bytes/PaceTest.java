package woad.platform.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong(-5);

    @Test
    void workTakesAsLongAsTheRateSays() throws InterruptedException {
        Pace pace = Pace.bytesPerSecond(1000, now::get, now::addAndGet);
        for (int i = 0; i < 30; i++) {
            pace.worked(100);
        }
        assertThat(now.get() + 5).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void aPauseIsNotMadeUpForByMoreThanASecond() throws InterruptedException {
        Pace pace = Pace.bytesPerSecond(1000, now::get, now::addAndGet);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        long begin = now.get();
        pace.worked(3000);
        assertThat(now.get() - begin).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void anInterruptEndsTheWork() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Pace.bytesPerSecond(1).worked(100)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void noRateIsRefused() {
        assertThatThrownBy(() -> Pace.bytesPerSecond(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
