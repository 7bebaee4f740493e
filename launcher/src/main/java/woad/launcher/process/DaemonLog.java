package woad.launcher.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sends everything that a long-lived process logs to files of bounded size: {@code NAME.0.log} is the newest. */
public final class DaemonLog {
    private static final int BYTES = 8 << 20;
    private static final int FILES = 4;

    private DaemonLog() {}

    /** Replaces the handlers of the whole process. */
    public static void to(Path directory, String name) throws IOException {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        Handler handler = new FileHandler(directory.resolve(name).toString() + ".%g.log", BYTES, FILES, true);
        handler.setEncoding("UTF-8");
        handler.setFormatter(new Line());
        root.addHandler(handler);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> root.log(Level.SEVERE, "thread " + thread.getName() + " failed", failure));
    }

    private static final class Line extends Formatter {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

        @Override
        public String format(LogRecord entry) {
            StringWriter text = new StringWriter();
            text.append(TIME.format(entry.getInstant())).append(' ').append(entry.getLevel().getName()).append(' ')
                    .append(String.valueOf(entry.getLoggerName())).append(": ").append(oneLine(formatMessage(entry))).append('\n');
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            return text.toString();
        }

        /** A line break in a message could forge an entry. */
        private static String oneLine(String message) {
            return message.replace("\r", "\\r").replace("\n", "\\n");
        }
    }
}
