package woad.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process for all time: ids are used again, an id with its start time in one boot is not.
 *
 * @param start in clock ticks since the boot, field 22 of {@code /proc/PID/stat} (proc(5))
 * @param boot  the kernel's random boot id
 */
public record ProcessIdentity(long id, long start, String boot) {

    /** The process that has this id now, unless it is dead or only waits to be reaped. */
    public static Optional<ProcessIdentity> of(long id) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(id), "stat"));
            // The second field, the command in parentheses, may itself hold spaces and parentheses.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead ? Optional.empty() : Optional.of(new ProcessIdentity(id, Long.parseLong(fields[19]), bootId()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // The kernel answers ESRCH when the process ends between open and read.
            return Optional.empty();
        }
    }

    /** Whether this very process lives. */
    public boolean alive() {
        return of(id).filter(this::equals).isPresent();
    }

    /** The numeric id of the user that the process runs as. */
    public Optional<Integer> owner() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(id), "status")).stream().filter(l -> l.startsWith("Uid:"))
                    .map(l -> Integer.valueOf(l.split("\\s+")[1])).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resident memory in bytes; empty once the process is gone. */
    public Optional<Long> residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(id), "status")).stream().filter(l -> l.startsWith("VmRSS:"))
                    .map(l -> Long.parseLong(l.split("\\s+")[1]) * 1024).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }
}
