package woad.compute;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which disk belongs to which machine: each disk to one at most. */
final class Attachments {

    /** A disk of a machine; {@code lun} is -1 for the OS disk. {@code machineId} is the machine's ARM id. */
    record Attachment(UUID disk, UUID machine, String machineId, int lun) {}

    /** Takes the disk for the machine; does nothing where the machine has it. @return false where another machine has it */
    boolean attach(Handle handle, Attachment attachment) {
        return handle.createUpdate("""
                insert into compute.attachment (disk, machine, machine_id, lun) values (:disk, :machine, :machineId, :lun)
                on conflict (disk) do update set lun = excluded.lun where compute.attachment.machine = excluded.machine""")
                .bind("disk", attachment.disk()).bind("machine", attachment.machine()).bind("machineId", attachment.machineId())
                .bind("lun", attachment.lun()).execute() == 1;
    }

    void detach(Handle handle, UUID disk) {
        handle.createUpdate("delete from compute.attachment where disk = :disk").bind("disk", disk).execute();
    }

    void detachAll(Handle handle, UUID machine) {
        handle.createUpdate("delete from compute.attachment where machine = :machine").bind("machine", machine).execute();
    }

    /** The machine's disks, the OS disk first, then by LUN. */
    List<Attachment> of(Handle handle, UUID machine) {
        return handle.createQuery("select disk, machine, machine_id, lun from compute.attachment where machine = :machine order by lun")
                .bind("machine", machine).map((row, context) -> new Attachment(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                        row.getString(3), row.getInt(4))).list();
    }

    Optional<Attachment> find(Handle handle, UUID disk) {
        return handle.createQuery("select disk, machine, machine_id, lun from compute.attachment where disk = :disk")
                .bind("disk", disk).map((row, context) -> new Attachment(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                        row.getString(3), row.getInt(4))).findOne();
    }
}
