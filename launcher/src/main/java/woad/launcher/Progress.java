package woad.launcher;

import java.io.PrintWriter;
import java.time.Duration;

/** Tells a person what happens, one line for each step; on a terminal a running step is shown until it is done. */
public final class Progress {
    private final PrintWriter out;
    private final boolean terminal;
    private String current;
    private long started;

    /** @param terminal whether {@code out} is a terminal, on which lines can be rewritten */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Begins a step, for example {@code PostgreSQL}. */
    public void begin(String step) {
        current = step;
        started = System.nanoTime();
        if (terminal) {
            out.print("  … " + step + "\r");
            out.flush();
        }
    }

    /** Says how a long step goes on; shown on a terminal only. */
    public void note(String detail) {
        if (terminal && current != null) {
            out.print("\033[K  … " + current + ": " + detail + "\r");
            out.flush();
        }
    }

    /** Ends the step. @param outcome where it answers or what came of it; may be empty */
    public void done(String outcome) {
        out.printf("%s  ✓ %-28s %7s  %s%n", terminal ? "\033[K" : "", current, seconds(), outcome);
        out.flush();
        current = null;
    }

    /** A line of its own. */
    public void say(String line) {
        out.println((terminal ? "\033[K" : "") + line);
        out.flush();
    }

    private String seconds() {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return took.toMillis() < 50 ? "" : "%d.%d s".formatted(took.toSeconds(), took.toMillisPart() / 100);
    }
}
