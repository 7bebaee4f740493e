package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static woad.engines.localbytes.TestStore.content;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.bytes.Extent;
import woad.platform.bytes.Pace;
import woad.platform.bytes.ScrubReport;
import woad.platform.bytes.Scrubber;
import woad.platform.store.Database;
import woad.platform.store.Reconciler.Outcome;
import woad.platform.store.TestDatabase;

class ScrubberTest {
    private static final int EXTENTS = 300;
    private final Database database = TestDatabase.create();
    private final List<Extent> extents = new ArrayList<>();
    @TempDir
    private Path root;
    private TestStore store;
    private Instant now = Instant.parse("2026-02-03T04:05:06Z");

    @BeforeEach
    void open() throws IOException {
        store = TestStore.open(root);
        for (int i = 0; i < EXTENTS; i++) {
            extents.add(store.store(content(10)));
        }
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void aWalkReadsEverythingAndNamesWhatIsDamaged() throws Exception {
        Damage.flip(Damage.file(root, extents.get(17).id()), 85);
        Scrubber scrubber = scrubber(Pace.UNBOUNDED);
        assertThat(scrubber.passes()).isEmpty();
        walk(scrubber);
        Scrubber.Pass pass = scrubber.passes().getFirst();
        assertThat(pass).isEqualTo(new Scrubber.Pass(now, Optional.of(now), EXTENTS, EXTENTS * ExtentFormat.fileLength(10), 1));
        assertThat(scrubber.damaged(pass)).containsExactly(new ScrubReport.Damage(extents.get(17).id(), "its chunk 0 does not match its checksum"));
    }

    @Test
    void itGoesOnWhereAnotherProcessEnded() throws Exception {
        Scrubber killed = scrubber(Pace.UNBOUNDED);
        killed.reconcile("*");
        Scrubber.Pass begun = killed.passes().getFirst();
        assertThat(begun.ended()).isEmpty();
        assertThat(begun.extents()).isBetween(1L, EXTENTS - 1L);
        Scrubber next = scrubber(Pace.UNBOUNDED);
        walk(next);
        assertThat(next.passes()).hasSize(1);
        assertThat(next.passes().getFirst().started()).isEqualTo(begun.started());
        assertThat(next.passes().getFirst().extents()).isEqualTo(EXTENTS);
    }

    @Test
    void aSliceThatIsInterruptedCountsNothing() throws Exception {
        Scrubber scrubber = scrubber(bytes -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> scrubber.reconcile("*")).isInstanceOf(InterruptedException.class);
        assertThat(scrubber.passes().getFirst().extents()).isZero();
    }

    @Test
    void theNextWalkBeginsAWeekLaterAndTheLastOneIsRemembered() throws Exception {
        Scrubber scrubber = scrubber(Pace.UNBOUNDED);
        Instant first = now;
        walk(scrubber);
        now = now.plus(Duration.ofDays(6));
        assertThat(scrubber.reconcile("*")).isEqualTo(new Outcome.Again(Duration.ofDays(1)));
        assertThat(scrubber.passes()).hasSize(1);
        now = now.plus(Duration.ofDays(1));
        Instant second = now;
        assertThat(scrubber.reconcile("*")).isEqualTo(new Outcome.Again(Duration.ZERO));
        assertThat(scrubber.passes()).extracting(Scrubber.Pass::started).containsExactly(second, first);
        walk(scrubber);
        now = now.plus(Duration.ofDays(7));
        scrubber.reconcile("*");
        assertThat(scrubber.passes()).extracting(Scrubber.Pass::started).containsExactly(now, second);
    }

    private Scrubber scrubber(Pace pace) {
        return new Scrubber(database, store.bytes(), pace, () -> now);
    }

    private static void walk(Scrubber scrubber) throws InterruptedException {
        do {
            scrubber.reconcile("*");
        } while (scrubber.passes().getFirst().ended().isEmpty());
    }
}
