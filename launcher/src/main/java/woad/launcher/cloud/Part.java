package woad.launcher.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import woad.launcher.Progress;

/** A part of a cloud that is started once those it needs answer, and stopped before them. */
public interface Part {

    /** A short word: {@code server}, {@code agent-fc-1}. */
    String name();

    /** For people: {@code PostgreSQL}. */
    String title();

    /** Names of the parts that have to answer before it can start. */
    List<String> needs();

    /** How it stands now. */
    Status status() throws IOException;

    /** Makes it run and answer; nothing where it does already. */
    void start(Progress progress) throws IOException;

    /** Ends it; nothing where it does not run. */
    void stop(Progress progress) throws IOException;

    /** Its log files, which may not exist yet. */
    List<Path> logs();

    /**
     * @param address where it answers
     * @param process its process id, or 0 where it has none
     * @param residentBytes memory in use, or 0 where it has no process
     */
    record Status(String name, State state, String address, long process, long residentBytes) {}

    /** Whether a part works. */
    enum State { RUNNING, STOPPED, NOT_ANSWERING }
}
