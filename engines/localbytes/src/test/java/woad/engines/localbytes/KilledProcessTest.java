package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static woad.engines.localbytes.TestStore.content;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;

/** That what was acknowledged is there after the process was killed, and what it was at is cleared away. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledProcessTest {
    private static final int TIMES = 5;

    @TempDir
    private Path root;

    @Test
    void killedAtAnyMomentItLosesNothing() throws Exception {
        Random random = new Random(9);
        List<Extent> acknowledged = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
                    System.getProperty("java.class.path"), KilledStore.class.getName(), root.toString(), Integer.toString(time))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            int enough = 20 + random.nextInt(100);
            try (BufferedReader lines = process.inputReader()) {
                for (int line = 0; line < enough; line++) {
                    acknowledged.add(parse(lines.readLine()));
                }
                // By its handle: the process itself would close the stream along.
                process.toHandle().destroyForcibly();
                // What it said before it died counts too; the last line may be cut short.
                for (String line = lines.readLine(); line != null && line.endsWith("."); line = lines.readLine()) {
                    acknowledged.add(parse(line));
                }
            }
            assertThat(process.waitFor()).isNotZero();
            check(acknowledged);
        }
    }

    private void check(List<Extent> acknowledged) throws IOException {
        try (TestStore store = TestStore.open(root)) {
            store.assertNothingUnfinished();
            for (Extent extent : acknowledged) {
                assertThat(store.read(extent)).isEqualTo(content((int) extent.length()));
            }
        }
    }

    private static Extent parse(String line) {
        String[] parts = line.split("[ .]");
        return new Extent(ExtentId.parse(parts[0]), Long.parseLong(parts[1]));
    }
}
