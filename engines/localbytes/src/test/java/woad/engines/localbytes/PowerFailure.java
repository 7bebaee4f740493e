package woad.engines.localbytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import woad.engines.localbytes.RecordedFiles.Event;

/**
 * What a disk may hold after the power failed at one moment of a record. What a sync covers that had ended by then is there: a
 * sync of a file covers what was written to it before the sync began, one of a directory the names that came to it and went from
 * it before. Of everything else each part by itself is there or not, in no order: a name, either side of a renaming, a sector of
 * a write. That is all that POSIX promises, and less than any file system in use keeps.
 */
final class PowerFailure {
    private static final int SECTOR = 512;

    private final Path disk;
    private final List<Event> before;
    private final Loss loss;
    private final Random random;
    private final Map<Path, Integer> live = new HashMap<>();
    private final Map<Path, Object> names = new HashMap<>();
    private final Map<Integer, byte[]> contents = new HashMap<>();

    /** What becomes of what was not synced. */
    enum Loss {
        /** All of it is lost. */
        EVERYTHING,
        /** None of it is lost, as when only the process is killed. */
        NOTHING,
        /** Any part of it is lost; what stands in the place of lost sectors is zeros, or what was there long ago. */
        ANYTHING
    }

    /** A directory, as what a name stands for. */
    private record Folder() {}

    PowerFailure(Path disk, List<Event> before, Loss loss, Random random) {
        this.disk = disk;
        this.before = before;
        this.loss = loss;
        this.random = random;
        Set<Integer> ended = new HashSet<>();
        before.forEach(event -> {
            if (event instanceof Event.ForceEnded end) {
                ended.add(end.sync());
            }
        });
        for (int i = 0; i < before.size(); i++) {
            apply(before.get(i), i, ended);
        }
    }

    private void apply(Event event, int at, Set<Integer> ended) {
        switch (event) {
            case Event.Directory made -> name(made.path(), new Folder(), at, ended);
            case Event.Create created -> {
                live.put(created.path(), created.file());
                contents.put(created.file(), new byte[0]);
                name(created.path(), created.file(), at, ended);
            }
            case Event.Write write -> write(write, covered(at, ended, write.file()));
            case Event.Rename renamed -> {
                int file = live.remove(renamed.from());
                live.put(renamed.to(), file);
                name(renamed.to(), file, at, ended);
                name(renamed.from(), null, at, ended);
            }
            case Event.Delete deleted -> {
                live.remove(deleted.path());
                name(deleted.path(), null, at, ended);
            }
            case Event.FileForceBegan began -> { }
            case Event.DirectoryForceBegan began -> { }
            case Event.ForceEnded end -> { }
            case Event.Acknowledged acknowledged -> { }
            case Event.Deleting deleting -> { }
        }
    }

    private void name(Path path, Object target, int at, Set<Integer> ended) {
        if (!covered(at, ended, path.getParent()) && !survives()) {
            return;
        }
        if (target == null) {
            names.remove(path);
        } else {
            names.put(path, target);
        }
    }

    /** Whether a sync of a file or directory began after an event, and ended. */
    private boolean covered(int at, Set<Integer> ended, Object what) {
        for (int later = at + 1; later < before.size(); later++) {
            boolean covers = switch (before.get(later)) {
                case Event.FileForceBegan began -> what.equals(began.file()) && ended.contains(began.sync());
                case Event.DirectoryForceBegan began -> what.equals(began.path()) && ended.contains(began.sync());
                default -> false;
            };
            if (covers) {
                return true;
            }
        }
        return false;
    }

    private boolean survives() {
        return switch (loss) {
            case EVERYTHING -> false;
            case NOTHING -> true;
            case ANYTHING -> random.nextBoolean();
        };
    }

    private void write(Event.Write write, boolean covered) {
        if (!covered && !survives()) {
            return;
        }
        byte[] bytes = covered || loss == Loss.NOTHING ? write.bytes() : torn(write.bytes());
        int position = (int) write.position();
        byte[] content = contents.get(write.file());
        byte[] longer = Arrays.copyOf(content, Math.max(content.length, position + bytes.length));
        System.arraycopy(bytes, 0, longer, position, bytes.length);
        contents.put(write.file(), longer);
    }

    private byte[] torn(byte[] written) {
        byte[] torn = Arrays.copyOf(written, random.nextInt(3) == 0 ? random.nextInt(written.length + 1) : written.length);
        boolean whole = random.nextInt(4) == 0;
        boolean old = random.nextBoolean();
        for (int sector = 0; sector < torn.length; sector += SECTOR) {
            if (!whole && random.nextBoolean()) {
                byte[] instead = new byte[Math.min(SECTOR, torn.length - sector)];
                if (old) {
                    random.nextBytes(instead);
                }
                System.arraycopy(instead, 0, torn, sector, instead.length);
            }
        }
        return torn;
    }

    /** Puts what the disk holds to an empty directory, in the place of the recorded one. */
    void restoreTo(Path target) throws IOException {
        for (Path path : names.keySet().stream().sorted().toList()) {
            Path place = target.resolve(disk.relativize(path));
            // A name in a directory that was lost is lost with it.
            if (!Files.isDirectory(place.getParent())) {
                continue;
            }
            if (names.get(path) instanceof Integer file) {
                Files.write(place, contents.get(file));
            } else {
                Files.createDirectory(place);
            }
        }
    }
}
