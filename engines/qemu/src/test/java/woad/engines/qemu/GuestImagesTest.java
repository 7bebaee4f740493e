package woad.engines.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.fleet.spec.ImageReference;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.ImageStore.Image;

class GuestImagesTest {

    @Test
    void theTinyImageIsBuiltOnceForAllWhoAsk(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")), "images are built from Debian packages");
        Queue<String> progress = new ConcurrentLinkedQueue<>();
        assertThat(new GuestImages(directory).isBuilt(GuestImages.TINY)).isFalse();
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Image>> asked = List.of(
                    both.submit(() -> new GuestImages(directory).image(GuestImages.TINY, progress::add)),
                    both.submit(() -> new GuestImages(directory).image(GuestImages.TINY, progress::add)));
            assertThat(asked.getFirst().get()).isEqualTo(asked.getLast().get());
        }
        assertThat(progress).filteredOn(line -> line.endsWith("is built")).hasSize(1);

        progress.clear();
        Image again = new GuestImages(directory).image(GuestImages.TINY, progress::add);
        assertThat(progress).as("a built image is taken as it is").isEmpty();
        assertThat(List.of(again.disk(), again.kernel(), again.initrd())).allSatisfy(file -> assertThat(file).isNotEmptyFile());
        assertThat(directory.resolve("building")).doesNotExist();
    }

    @Test
    void whatIsNotInTheCatalogueIsRefused(@TempDir Path directory) {
        for (ImageReference unknown : List.of(new ImageReference("debian", "debian-12", "13", "1.0.0"),
                new ImageReference("woad", "tiny", "1", "latest"), new ImageReference("woad", "tiny", "1", "../../x"))) {
            assertThatThrownBy(() -> new GuestImages(directory).image(unknown, line -> {})).isInstanceOf(EngineException.class);
        }
        assertThat(directory).isEmptyDirectory();
    }
}
