package woad.engines.linuxnet;

import java.util.OptionalInt;

/** How the device is made by which a guest's frames come to its host. */
interface PortDevices {

    /** The kind that the kernel calls such a device. */
    String kind();

    /** The command of {@code ip} that makes it, for the host's namespace. */
    String create(String name);

    /** TAP devices: QEMU opens them with {@code vnet_hdr}; the link is up while it does. */
    record Taps(OptionalInt owner) implements PortDevices {
        @Override
        public String kind() {
            return "tun";
        }

        @Override
        public String create(String name) {
            return "tuntap add dev " + name + " mode tap vnet_hdr" + (owner.isPresent() ? " user " + owner.getAsInt() : "");
        }
    }
}
