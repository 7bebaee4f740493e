package woad.launcher;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells a person what happens, one line for each step once it is done; on a terminal the steps that run are shown below those.
 * Steps may run side by side.
 */
public final class Progress {
    /** Tells nobody. */
    public static final Progress NONE = new Progress(new PrintWriter(Writer.nullWriter()), false);

    private final PrintWriter out;
    private final boolean terminal;
    private final List<Step> running = new ArrayList<>();

    /** @param terminal whether {@code out} is a terminal, on which lines can be rewritten */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Begins a step, for example {@code PostgreSQL}. */
    public synchronized Step begin(String title) {
        Step step = new Step(title);
        running.add(step);
        showRunning();
        return step;
    }

    /** A line of its own. */
    public synchronized void say(String line) {
        out.println((terminal ? "\033[K" : "") + line);
        showRunning();
    }

    private void showRunning() {
        if (terminal && !running.isEmpty()) {
            out.print("\033[K  … " + running.stream().map(Step::text).collect(Collectors.joining(", ")) + "\r");
        }
        out.flush();
    }

    /** A step that runs until it is done. */
    public final class Step {
        private final String title;
        private final long started = System.nanoTime();
        private String detail = "";

        private Step(String title) {
            this.title = title;
        }

        /** Says how a long step goes on; shown on a terminal only. */
        public void note(String how) {
            synchronized (Progress.this) {
                detail = how;
                showRunning();
            }
        }

        /** Ends the step. @param outcome where it answers or what came of it; may be empty */
        public void done(String outcome) {
            synchronized (Progress.this) {
                running.remove(this);
                say("  ✓ %-28s %7s  %s".formatted(title, seconds(), outcome));
            }
        }

        private String text() {
            return detail.isEmpty() ? title : title + ": " + detail;
        }

        private String seconds() {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            return took.toMillis() < 50 ? "" : "%d.%d s".formatted(took.toSeconds(), took.toMillisPart() / 100);
        }
    }
}
