/** Machines, encrypted disks and guest images by QEMU: {@link woad.engines.qemu.Qemu}, {@link woad.engines.qemu.QemuDisks}, {@link woad.engines.qemu.GuestImages}. */
package woad.engines.qemu;
