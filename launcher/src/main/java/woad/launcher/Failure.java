package woad.launcher;

import java.io.PrintWriter;

/** Something a person has to mend: what is wrong, and what to do next. Ends a command with exit code 1. */
public final class Failure extends RuntimeException {
    private final String next;

    /** @param next the next step for the person, a sentence or a command */
    public Failure(String message, String next) {
        super(message);
        this.next = next;
    }

    public Failure(String message, String next, Throwable cause) {
        super(message, cause);
        this.next = next;
    }

    /** What to do next. */
    public String next() {
        return next;
    }

    /** Tells a person what ended a command, and what to do next. */
    public static void tell(Exception failure, PrintWriter to) {
        if (failure instanceof Failure known) {
            to.println("woad: " + known.getMessage());
            to.println("  next: " + known.next());
        } else {
            to.println("woad: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        }
        if (System.getenv("WOAD_DEBUG") != null) {
            failure.printStackTrace(to);
        } else if (!(failure instanceof Failure)) {
            to.println("  next: run ./woad doctor; for the details run the command again with WOAD_DEBUG=1");
        }
    }
}
