package woad.fleet;

import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.platform.core.TenantId;

/** One thing that a host must make true. */
public sealed interface Item {

    /** The kinds of things; the names are stored. */
    enum Kind { DISK, MACHINE, NETWORK, PORT }

    /** Which reconciler is to look, and at what, when the thing's observed state changes: as in {@code WorkQueue.enqueue}. */
    record Owner(String queue, String key) {}

    /** What kind of thing it is. */
    Kind kind();

    /** Unique among its kind. */
    String id();

    /** The specification that is sent to the host. */
    Object spec();

    /** @param tenant whose key with the resource id {@code spec.id()} encrypts the disk; see {@code KeyHierarchy.createResourceKey} */
    record Disk(DiskSpec spec, TenantId tenant) implements Item {
        @Override
        public Kind kind() {
            return Kind.DISK;
        }

        @Override
        public String id() {
            return spec.id();
        }
    }

    /** A machine. */
    record Machine(MachineSpec spec) implements Item {
        @Override
        public Kind kind() {
            return Kind.MACHINE;
        }

        @Override
        public String id() {
            return spec.id();
        }
    }

    /** A virtual network of which the host has a machine. */
    record Network(NetworkSpec spec) implements Item {
        @Override
        public Kind kind() {
            return Kind.NETWORK;
        }

        @Override
        public String id() {
            return spec.id();
        }
    }

    /** A machine's network interface. */
    record Port(PortSpec spec) implements Item {
        @Override
        public Kind kind() {
            return Kind.PORT;
        }

        @Override
        public String id() {
            return spec.id();
        }
    }
}
