package woad.engines.qemu;

import java.nio.file.Path;
import java.util.UUID;

/**
 * What is kept of one machine.
 *
 * @param path one directory to a machine, named by its id
 */
record MachineDirectory(Path path) {

    static MachineDirectory of(Path machines, String machineId) {
        return new MachineDirectory(machines.resolve(UUID.fromString(machineId).toString()));
    }

    Path monitor() {
        return path.resolve("qmp");
    }

    Path serialLog() {
        return path.resolve("serial.log");
    }

    /** What QEMU itself says. */
    Path ownLog() {
        return path.resolve("qemu.log");
    }
}
