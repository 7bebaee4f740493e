package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.CloudException;

/** The tables "Outcomes of lease operations" and "Outcomes of use attempts" of Lease Blob. A is the lease's id, X another one. */
class LeaseTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID A = new UUID(0, 10);
    private static final UUID X = new UUID(0, 11);

    private static Lease in(Lease.State state) {
        return switch (state) {
            case AVAILABLE -> Lease.NONE;
            case LEASED -> new Lease(A, 30, NOW.plusSeconds(20), null);
            case EXPIRED -> new Lease(A, 30, NOW.minusSeconds(1), null);
            case BREAKING -> new Lease(A, 30, NOW.plusSeconds(20), NOW.plusSeconds(10));
            case BROKEN -> new Lease(A, 30, NOW.plusSeconds(20), NOW.minusSeconds(1));
        };
    }

    private static String outcome(Supplier<Lease> operation) {
        try {
            Lease after = operation.get();
            return after.state(NOW) + (A.equals(after.id()) ? " A" : X.equals(after.id()) ? " X" : "");
        } catch (CloudException refusal) {
            return refusal.error().status() + " " + refusal.error().code();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AVAILABLE | LEASED A                                       | LEASED X
            LEASED    | LEASED A                                       | 409 LeaseAlreadyPresent
            EXPIRED   | LEASED A                                       | LEASED X
            BREAKING  | 409 LeaseIsBreakingAndCannotBeAcquired         | 409 LeaseAlreadyPresent
            BROKEN    | LEASED A                                       | LEASED X""")
    void acquire(Lease.State state, String byA, String byX) {
        assertThat(outcome(() -> in(state).acquire(A, Duration.ofSeconds(15), NOW))).isEqualTo(byA);
        assertThat(outcome(() -> in(state).acquire(X, null, NOW))).isEqualTo(byX);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AVAILABLE | 409 LeaseIdMismatchWithLeaseOperation | 409 LeaseIdMismatchWithLeaseOperation
            LEASED    | LEASED A                              | 409 LeaseIdMismatchWithLeaseOperation
            EXPIRED   | LEASED A                              | 409 LeaseIdMismatchWithLeaseOperation
            BREAKING  | 409 LeaseIsBrokenAndCannotBeRenewed   | 409 LeaseIdMismatchWithLeaseOperation
            BROKEN    | 409 LeaseIsBrokenAndCannotBeRenewed   | 409 LeaseIdMismatchWithLeaseOperation""")
    void renew(Lease.State state, String byA, String byX) {
        assertThat(outcome(() -> in(state).renew(A, NOW))).isEqualTo(byA);
        assertThat(outcome(() -> in(state).renew(X, NOW))).isEqualTo(byX);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AVAILABLE | 409 LeaseNotPresentWithLeaseOperation
            LEASED    | LEASED X
            EXPIRED   | 409 LeaseNotPresentWithLeaseOperation
            BREAKING  | 409 LeaseIsBreakingAndCannotBeChanged
            BROKEN    | 409 LeaseNotPresentWithLeaseOperation""")
    void change(Lease.State state, String fromAToX) {
        assertThat(outcome(() -> in(state).change(A, X, NOW))).isEqualTo(fromAToX);
        // Done before: the lease has the id that is proposed.
        assertThat(outcome(() -> in(Lease.State.LEASED).change(X, A, NOW))).isEqualTo("LEASED A");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AVAILABLE | 409 LeaseIdMismatchWithLeaseOperation | 409 LeaseNotPresentWithLeaseOperation
            LEASED    | AVAILABLE                             | BREAKING A
            EXPIRED   | AVAILABLE                             | BROKEN A
            BREAKING  | AVAILABLE                             | BREAKING A
            BROKEN    | AVAILABLE                             | BROKEN A""")
    void releaseAndBreak(Lease.State state, String released, String broken) {
        assertThat(outcome(() -> in(state).release(A))).isEqualTo(released);
        assertThat(outcome(() -> in(state).breakIt(null, NOW))).isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource({"LEASED,,20", "LEASED,5,5", "LEASED,60,20", "LEASED,0,0", "BREAKING,,10", "BREAKING,5,5", "BREAKING,60,10", "BROKEN,60,0"})
    void aBrokenLeaseLastsNoLonger(Lease.State state, Integer period, long seconds) {
        assertThat(in(state).breakIt(period == null ? null : Duration.ofSeconds(period), NOW).remaining(NOW)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({",0", "30,30"})
    void aLeaseWithoutEndIsBrokenAtOnceOrAfterThePeriod(Integer period, long seconds) {
        Lease broken = new Lease(A, null, null, null).breakIt(period == null ? null : Duration.ofSeconds(period), NOW);
        assertThat(broken.remaining(NOW)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AVAILABLE | good               | 412 LeaseNotPresentWithBlobOperation  | 412 LeaseNotPresentWithBlobOperation
            LEASED    | 412 LeaseIdMissing | good                                  | 412 LeaseIdMismatchWithBlobOperation
            EXPIRED   | good               | 412 LeaseLost                         | 412 LeaseIdMismatchWithBlobOperation
            BREAKING  | 412 LeaseIdMissing | good                                  | 412 LeaseIdMismatchWithBlobOperation
            BROKEN    | good               | 412 LeaseLost                         | 412 LeaseIdMismatchWithBlobOperation""")
    void writes(Lease.State state, String without, String withA, String withX) {
        assertThat(write(state, null)).isEqualTo(without);
        assertThat(write(state, A)).isEqualTo(withA);
        assertThat(write(state, X)).isEqualTo(withX);
    }

    private static String write(Lease.State state, UUID named) {
        try {
            LeaseGuard.BLOB.write(in(state), named, NOW);
            return "good";
        } catch (CloudException refusal) {
            return refusal.error().status() + " " + refusal.error().code();
        }
    }
}
