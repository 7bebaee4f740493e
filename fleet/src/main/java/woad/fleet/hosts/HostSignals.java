package woad.fleet.hosts;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import woad.fleet.spec.HostId;

/**
 * Tells, inside this process, that a host has something new to do. Only a hint that saves waiting: who waits looks at the
 * database anyway, since another process may have written.
 */
public final class HostSignals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<HostId, Long> changes = new HashMap<>();

    /** A mark to wait from; take it before looking at the database. */
    public long mark(HostId host) {
        lock.lock();
        try {
            return changes.getOrDefault(host, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there was a change since the mark, or the time is over. */
    public void await(HostId host, long mark, Duration most) throws InterruptedException {
        long rest = most.toNanos();
        lock.lock();
        try {
            while (rest > 0 && changes.getOrDefault(host, 0L) == mark) {
                rest = changed.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Signals once the handle's transaction has committed; at once where it has none. */
    public void changedBy(Handle handle, HostId host) {
        if (handle.isInTransaction()) {
            handle.afterCommit(() -> changed(host));
        } else {
            changed(host);
        }
    }

    private void changed(HostId host) {
        lock.lock();
        try {
            changes.merge(host, 1L, Long::sum);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
