package woad.launcher;

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
}
