package woad.engines.qemu;

import java.util.List;

/** The Debian packages whose commands this engine runs; a computer that hosts machines needs all of them. */
public final class DebianPackages {

    /** To run machines: {@code qemu-system-x86_64}, {@code qemu-img}, {@code genisoimage}. */
    public static final List<String> TO_RUN_MACHINES = List.of("qemu-system-x86", "qemu-utils", "genisoimage");

    /** To build guest images: {@code mkfs.ext4}, {@code mmdebstrap}; {@code apt-get} and {@code dpkg-deb} are always there. */
    public static final List<String> TO_BUILD_IMAGES = List.of("e2fsprogs", "mmdebstrap", "debian-archive-keyring");

    private DebianPackages() {}
}
