package woad.fleet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.ImageReference;

/** What every {@link DiskStore} does. */
public abstract class DiskStoreContract {

    private static final long MIB = 1L << 20;

    /** A new instance over the same disks each time, as a restarted agent has. */
    protected abstract DiskStore disks();

    /** An image of at most 2 GiB. */
    protected abstract ImageReference image();

    @Test
    void anEmptyDiskIsMadeOnceAndFoundAgain() {
        DiskSpec spec = new DiskSpec(newId(), 1, 16 * MIB, null);
        DiskStore.Disk made = disks().ensure(spec, key(1));
        assertThat(made.sizeBytes()).isEqualTo(16 * MIB);
        assertThat(made.image()).isNull();
        assertThat(disks().ensure(spec, key(1))).isEqualTo(made);
        assertThat(disks().known()).contains(spec.id());
    }

    @Test
    void aDiskStandsOnItsImage() {
        DiskSpec spec = new DiskSpec(newId(), 1, 2048 * MIB, image());
        DiskStore.Disk disk = disks().ensure(spec, key(2));
        assertThat(disk.image().reference()).isEqualTo(image());
        assertThat(disk.image().disk()).exists();
        assertThat(disk.sizeBytes()).isEqualTo(2048 * MIB);
    }

    @Test
    void aDiskGrowsAndNeverShrinks() {
        String id = newId();
        disks().ensure(new DiskSpec(id, 1, 16 * MIB, null), key(3));
        assertThat(disks().ensure(new DiskSpec(id, 2, 32 * MIB, null), key(3)).sizeBytes()).isEqualTo(32 * MIB);
        assertThat(disks().ensure(new DiskSpec(id, 3, 16 * MIB, null), key(3)).sizeBytes()).isEqualTo(32 * MIB);
    }

    @Test
    void aDiskDoesNotGrowWithAnotherKey() {
        String id = newId();
        disks().ensure(new DiskSpec(id, 1, 16 * MIB, null), key(4));
        assertThatThrownBy(() -> disks().ensure(new DiskSpec(id, 2, 32 * MIB, null), key(5))).isInstanceOf(EngineException.class);
    }

    @Test
    void aDiskDoesNotChangeItsImage() {
        String id = newId();
        disks().ensure(new DiskSpec(id, 1, 2048 * MIB, null), key(6));
        assertThatThrownBy(() -> disks().ensure(new DiskSpec(id, 2, 2048 * MIB, image()), key(6))).isInstanceOf(EngineException.class);
    }

    @Test
    void aDiskSmallerThanItsImageIsRefused() {
        String id = newId();
        assertThatThrownBy(() -> disks().ensure(new DiskSpec(id, 1, MIB, image()), key(7)))
                .isInstanceOf(EngineException.class).hasMessageContaining("smaller than its image");
        assertThat(disks().known()).doesNotContain(id);
    }

    @Test
    void anUnknownImageIsRefused() {
        String id = newId();
        DiskSpec spec = new DiskSpec(id, 1, 64 * MIB, new ImageReference("nobody", "nothing", "0", "1.0.0"));
        assertThatThrownBy(() -> disks().ensure(spec, key(8))).isInstanceOf(EngineException.class).hasMessageContaining("nobody:nothing:0:1.0.0");
        assertThat(disks().known()).doesNotContain(id);
    }

    @Test
    void anIdThatIsNoIdIsRefused() {
        assertThatThrownBy(() -> disks().ensure(new DiskSpec("../../escape", 1, MIB, null), key(9))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeletedDiskIsGoneAndDeletingAgainIsFine() {
        DiskSpec spec = new DiskSpec(newId(), 1, 16 * MIB, null);
        DiskStore.Disk disk = disks().ensure(spec, key(10));
        disks().delete(spec.id());
        disks().delete(spec.id());
        assertThat(disk.file()).doesNotExist();
        assertThat(disks().known()).doesNotContain(spec.id());
    }

    /** A key that depends on the number alone. */
    protected static byte[] key(int number) {
        byte[] key = new byte[32];
        new Random(number).nextBytes(key);
        return key;
    }

    protected static String newId() {
        return UUID.nameUUIDFromBytes(("disk" + System.nanoTime()).getBytes(StandardCharsets.US_ASCII)).toString();
    }
}
