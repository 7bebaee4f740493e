package woad.engines.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.Hypervisor.Accelerator;
import woad.fleet.spi.Hypervisor.AttachedDisk;
import woad.fleet.spi.Hypervisor.AttachedPort;
import woad.fleet.spi.Hypervisor.Launch;
import woad.fleet.spi.ImageStore.Image;

/** QEMU's arguments for one machine. Every path and name that is not ours goes in as JSON, where no character has a meaning of its own. */
final class QemuCommand {

    /** By which guests and cloud-init know an Azure machine (SMBIOS chassis asset tag). */
    private static final String ASSET_TAG = "7783-7084-3265-9085-8269-3286-77";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> arguments = new ArrayList<>();

    /** @param secrets holds the configuration drive and one key file for each disk, see {@link #keyFile} */
    static List<String> of(Launch launch, Accelerator accelerator, MachineDirectory directory, Path secrets, Path configurationDrive, int userId)
            throws JsonProcessingException {
        QemuCommand command = new QemuCommand();
        command.machine(launch, accelerator, directory);
        command.containment(userId);
        command.firmwareOrKernel(launch);
        for (int index = 0; index < launch.disks().size(); index++) {
            command.disk(launch.disks().get(index), keyFile(secrets, index), index);
        }
        command.configurationDrive(configurationDrive);
        for (int index = 0; index < launch.ports().size(); index++) {
            command.networkCard(launch.ports().get(index), index);
        }
        command.add("-device", "virtio-rng-pci");
        return List.copyOf(command.arguments);
    }

    static Path keyFile(Path secrets, int disk) {
        return secrets.resolve("key" + disk);
    }

    /** What every way to run QEMU here has in common. */
    static List<String> accelerated(Accelerator accelerator, int memoryMib) {
        int translatedMib = Math.clamp(memoryMib / 2, 64, 512); // too little of it, and the same code is translated again and again
        return switch (accelerator) {
            case KVM -> List.of("-accel", "kvm", "-cpu", "host");
            case TCG -> List.of("-accel", "tcg,thread=multi,tb-size=" + translatedMib, "-cpu", "max");
        };
    }

    /** The block node of a disk: 31 characters at most. */
    static String node(String diskId) {
        return "d" + diskId.replace("-", "").substring(0, 30);
    }

    private void machine(Launch launch, Accelerator accelerator, MachineDirectory directory) {
        add("qemu-system-x86_64", "-no-user-config", "-nodefaults", "-display", "none");
        add("-name", QemuProcess.name(launch.machineId(), launch.bootEpoch()));
        add("-qmp", QemuProcess.monitorArgument(directory));
        add("-machine", "q35,vmport=off");
        arguments.addAll(accelerated(accelerator, launch.memoryMib()));
        add("-smp", Integer.toString(launch.vcpus()), "-m", Integer.toString(launch.memoryMib()));
        add("-rtc", "base=utc");
        add("-uuid", launch.machineId());
        add("-smbios", "type=1,manufacturer=Woad,product=Virtual Machine,uuid=" + launch.machineId());
        add("-smbios", "type=3,manufacturer=Woad,asset=" + ASSET_TAG);
        add("-chardev", "file,id=serial0,append=on,path=" + directory.serialLog().toString().replace(",", ",,"), "-serial", "chardev:serial0");
    }

    /**
     * QEMU gives up root once its files are open, and may never start a program. That it cannot gain a privilege again is
     * the starter's doing (no-new-privs): QEMU's own {@code elevateprivileges=deny} would forbid it to give up root.
     */
    private void containment(int userId) {
        add("-runas", userId + ":" + userId);
        add("-sandbox", "on,obsolete=deny,elevateprivileges=allow,spawn=deny,resourcecontrol=deny");
    }

    private void firmwareOrKernel(Launch launch) {
        Image image = launch.disks().getFirst().disk().image();
        if (image != null && image.kernel() != null) {
            add("-kernel", image.kernel().toString(), "-initrd", image.initrd().toString(), "-append", image.commandLine());
        }
    }

    private void disk(AttachedDisk attached, Path keyFile, int index) throws JsonProcessingException {
        String key = "key" + index;
        DiskStore.Disk disk = attached.disk();
        addJson("-object", Map.of("qom-type", "secret", "id", key, "format", "raw", "file", keyFile.toString()));
        Map<String, Object> blocks = new LinkedHashMap<>(qcow2(node(disk.id()), disk.file(), false));
        blocks.put("discard", "unmap");
        blocks.put("encrypt", Map.of("format", "luks", "key-secret", key));
        blocks.put("backing", disk.image() == null ? null : qcow2("b" + node(disk.id()).substring(1), disk.image().disk(), true));
        addJson("-blockdev", blocks);
        String bus = attached.lun() < 0 ? "pcie.0" : rootPort(index);
        addJson("-device", Map.of("driver", "virtio-blk-pci", "drive", node(disk.id()), "bus", bus, "id", "disk" + index,
                "serial", attached.lun() < 0 ? "os" : "lun-" + attached.lun(), "bootindex", index + 1,
                "werror", "report", "rerror", "report"));
    }

    private static Map<String, Object> qcow2(String node, Path file, boolean readOnly) {
        return Map.of("node-name", node, "driver", "qcow2", "read-only", readOnly,
                "file", Map.of("driver", "file", "filename", file.toString(), "read-only", readOnly));
    }

    private void configurationDrive(Path drive) throws JsonProcessingException {
        addJson("-blockdev", Map.of("node-name", "config", "driver", "raw", "read-only", true,
                "file", Map.of("driver", "file", "filename", drive.toString(), "read-only", true)));
        addJson("-device", Map.of("driver", "virtio-blk-pci", "drive", "config", "id", "config", "serial", "config"));
    }

    private void networkCard(AttachedPort port, int index) throws JsonProcessingException {
        addJson("-netdev", Map.of("type", "tap", "id", "net" + index, "ifname", port.tap(), "script", "no", "downscript", "no"));
        addJson("-device", Map.of("driver", "virtio-net-pci", "netdev", "net" + index, "id", "nic" + index, "mac", port.mac(), "romfile", ""));
    }

    /** Data disks sit behind ports of their own, from which they could be taken while the machine runs. */
    private String rootPort(int index) throws JsonProcessingException {
        String id = "port" + index;
        addJson("-device", Map.of("driver", "pcie-root-port", "id", id, "chassis", index, "slot", index));
        return id;
    }

    private void add(String... more) {
        arguments.addAll(List.of(more));
    }

    private void addJson(String option, Map<String, ?> value) throws JsonProcessingException {
        add(option, JSON.writeValueAsString(value));
    }
}
