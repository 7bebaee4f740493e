package woad.engines.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A QEMU process of ours, recognised by its command line alone: there is no moment at which it runs and is not found.
 *
 * @param handle which also holds the start time, so that another process with the same number is not mistaken for it
 */
record QemuProcess(ProcessHandle handle, String machineId, long bootEpoch, Instant startedAt, List<String> arguments) {

    private static final Pattern NAME = Pattern.compile("guest=([0-9a-f-]{36}):(\\d+)");
    private static final Path PROCESSES = Path.of("/proc");

    /** The value of {@code -name}. */
    static String name(String machineId, long bootEpoch) {
        return "guest=" + machineId + ":" + bootEpoch;
    }

    /** All that run for this directory of machines. */
    static List<QemuProcess> under(Path machines) {
        return ProcessHandle.allProcesses().flatMap(handle -> read(handle, machines).stream()).toList();
    }

    private static Optional<QemuProcess> read(ProcessHandle handle, Path machines) {
        Path process = PROCESSES.resolve(Long.toString(handle.pid()));
        try {
            byte[] line = Files.readAllBytes(process.resolve("cmdline"));
            List<String> arguments = Stream.of(new String(line, StandardCharsets.UTF_8).split("\0")).toList();
            int name = arguments.indexOf("-name") + 1;
            Matcher matcher = name > 0 && name < arguments.size() ? NAME.matcher(arguments.get(name)) : NAME.matcher("");
            if (!matcher.matches() || !arguments.contains(monitorArgument(MachineDirectory.of(machines, matcher.group(1))))
                    || !Files.readSymbolicLink(process.resolve("exe")).getFileName().toString().startsWith("qemu-system-")) {
                return Optional.empty();
            }
            return handle.info().startInstant()
                    .map(started -> new QemuProcess(handle, matcher.group(1), Long.parseLong(matcher.group(2)), started, arguments));
        } catch (IOException endedMeanwhile) {
            return Optional.empty();
        }
    }

    /** The value of {@code -qmp}. */
    static String monitorArgument(MachineDirectory directory) {
        return "unix:" + directory.monitor() + ",server=on,wait=off";
    }
}
