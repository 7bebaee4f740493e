package woad.platform.store;

import java.time.Duration;

/** Brings the world nearer to what is stored. Every step can be repeated and can crash anywhere. */
public interface Reconciler {

    /** The queue it serves, for example {@code network.virtualNetworks}. */
    String queue();

    /** Works on one key; an exception means "again, later and later". */
    Outcome reconcile(String key) throws Exception;

    /** How a step ended. */
    sealed interface Outcome {
        /** Nothing is left to do until the key is enqueued anew. */
        record Done() implements Outcome {}

        /** To be looked at again after a while. */
        record Again(Duration after) implements Outcome {}
    }
}
