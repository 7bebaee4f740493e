package woad.engines.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.ImageReference;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.DiskStoreContract;
import woad.fleet.spi.EngineException;

class QemuDisksTest extends DiskStoreContract {

    private static Laboratory laboratory;

    @BeforeAll
    static void open() throws IOException {
        laboratory = new Laboratory();
    }

    @AfterAll
    static void close() throws IOException {
        if (laboratory != null) {
            laboratory.close();
        }
    }

    @Override
    protected DiskStore disks() {
        return laboratory.disks();
    }

    @Override
    protected ImageReference image() {
        return GuestImages.TINY;
    }

    /** The files are written by our own hand, so QEMU itself checks them: small, large, and with an image below. */
    @Test
    void qemuFindsTheDisksSoundAndOpensThemWithTheirKeyAlone() throws IOException {
        Path right = FileTrees.writeSecret(laboratory.directory.resolve("right"), Qemu.passphrase(key(20)));
        Path wrong = FileTrees.writeSecret(laboratory.directory.resolve("wrong"), Qemu.passphrase(key(19)));
        for (DiskSpec spec : List.of(new DiskSpec(newId(), 1, 1L << 20, null), new DiskSpec(newId(), 1, 32L << 40, null),
                new DiskSpec(newId(), 1, 2L << 30, GuestImages.TINY))) {
            DiskStore.Disk disk = disks().ensure(spec, key(20));
            assertThat(open("qemu-img check", disk, right)).contains("No errors were found");
            assertThat(open("qemu-img info", disk, right)).contains("encrypted: yes", "format: luks", "cipher alg: aes-256", "cipher mode: xts");
            open("qemu-io -c write\\ -P\\ 7\\ 4k\\ 64k -c read\\ -P\\ 7\\ 4k\\ 64k", disk, right);
            assertThat(open("qemu-img check", disk, right)).contains("No errors were found");
            assertThatThrownBy(() -> open("qemu-img check", disk, wrong)).hasMessageContaining("Invalid password");
            assertThat(Files.readString(disk.file(), java.nio.charset.StandardCharsets.ISO_8859_1)).as("no plain text").doesNotContain("\7".repeat(64));
        }
        assertThat(laboratory.memory).as("no key is left in a file").isEmptyDirectory();
    }

    private static String open(String command, DiskStore.Disk disk, Path key) {
        List<String> words = new ArrayList<>();
        for (String word : command.split("(?<!\\\\) ")) {
            words.add(word.replace("\\ ", " "));
        }
        words.addAll(List.of("--object", "secret,id=key,file=" + key, "--image-opts", "driver=qcow2,encrypt.key-secret=key,file.filename=" + disk.file()));
        return Laboratory.run(words.toArray(String[]::new));
    }

    @Test
    void whatACrashLeftHalfMadeIsRemovedAndNeverListed() throws IOException {
        String id = newId();
        disks();
        Path half = Files.writeString(laboratory.directory.resolve("d/new-" + id), "half");
        assertThat(disks().known()).doesNotContain(id);
        assertThat(half).doesNotExist();
        assertThat(disks().ensure(new DiskSpec(id, 1, 16L << 20, null), key(21)).sizeBytes()).isEqualTo(16L << 20);
    }

    @Test
    void aFullHostIsAClearErrorAndLeavesNothing() {
        Path small = FileTrees.ownerOnly(laboratory.directory.resolve("small"));
        Laboratory.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
        try {
            QemuDisks full = new QemuDisks(small, laboratory.memory, Laboratory.images(), laboratory.machines(), new SecureRandom());
            assertThatThrownBy(() -> full.ensure(new DiskSpec(newId(), 1, 16L << 20, null), key(22)))
                    .isInstanceOf(EngineException.class).hasMessage("the host has no space left for disks");
            assertThat(full.known()).isEmpty();
            assertThat(FileTrees.names(small)).isEqualTo(List.of());
        } finally {
            Laboratory.run("umount", small.toString());
        }
    }
}
