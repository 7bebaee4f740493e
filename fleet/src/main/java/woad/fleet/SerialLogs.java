package woad.fleet;

import org.jdbi.v3.core.Handle;

/** The last mebibyte or so that each machine wrote to its serial port, for boot diagnostics. It outlives the machine's stay on a host. */
public final class SerialLogs {
    /** Most bytes kept of a machine. */
    public static final int LIMIT = 1 << 20;

    /** The text so far, oldest first; empty where nothing came yet. */
    public byte[] read(Handle handle, String machineId) {
        byte[] log = handle.createQuery("select string_agg(bytes, ''::bytea order by start) from fleet.serial_log where machine = :machine")
                .bind("machine", machineId).mapTo(byte[].class).findOne().orElse(null);
        return log == null ? new byte[0] : log;
    }

    /** Forgets a machine's log, inside the caller's transaction. */
    public void delete(Handle handle, String machineId) {
        handle.createUpdate("delete from fleet.serial_log where machine = :machine").bind("machine", machineId).execute();
    }

    /** Up to where the log is known, in bytes from the start of the machine's present log file. */
    public long end(Handle handle, String machineId) {
        return handle.createQuery("select coalesce(max(start + octet_length(bytes)), 0) from fleet.serial_log where machine = :machine")
                .bind("machine", machineId).mapTo(Long.class).one();
    }

    /**
     * Adds what follows. A piece from the very start replaces all (the log file began anew); one that leaves a gap drops what is
     * older; one that overlaps is not taken.
     *
     * @return up to where the log is known now
     */
    public long append(Handle handle, String machineId, long start, byte[] bytes) {
        long end = end(handle, machineId);
        if (start == 0 || start > end) {
            delete(handle, machineId);
        } else if (start < end) {
            return end;
        }
        if (bytes.length > 0) {
            handle.createUpdate("insert into fleet.serial_log (machine, start, bytes) values (:machine, :start, :bytes) on conflict do nothing")
                    .bind("machine", machineId).bind("start", start).bind("bytes", bytes).execute();
            handle.createUpdate("delete from fleet.serial_log where machine = :machine and start + octet_length(bytes) <= :oldest")
                    .bind("machine", machineId).bind("oldest", start + bytes.length - LIMIT).execute();
        }
        return start + bytes.length;
    }
}
