package woad.engines.localbytes;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes one directory's names durable for all who wait for it, with as few syncs as can be: who comes while one runs shares the
 * next one with all the others who came. A sync counts for those only who came before it began.
 */
final class GroupForce {
    private final Force force;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    /** Those who come now; guarded by the lock, as all below. */
    private Group next = new Group();
    private boolean running;

    /** What is shared. */
    @FunctionalInterface
    interface Force {
        void run() throws IOException;
    }

    private static final class Group {
        private boolean ended;
        private Exception failure;
    }

    GroupForce(Force force) {
        this.force = force;
    }

    /** Returns once all that the caller changed before survives a power failure. @throws IOException where the sync that counts failed */
    void force() throws IOException {
        Group group = join();
        if (group != null) {
            lead(group);
        }
    }

    /** @return the group that the caller is to lead; null where another led it to its end */
    private Group join() throws IOException {
        lock.lock();
        try {
            Group group = next;
            while (running && !group.ended) {
                ended.awaitUninterruptibly();
            }
            if (group.ended) {
                if (group.failure != null) {
                    throw new IOException("the directory could not be made durable", group.failure);
                }
                return null;
            }
            running = true;
            next = new Group();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void lead(Group group) throws IOException {
        Exception failure = new IOException("the sync ended without a result");
        try {
            force.run();
            failure = null;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            lock.lock();
            try {
                group.failure = failure;
                group.ended = true;
                running = false;
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
