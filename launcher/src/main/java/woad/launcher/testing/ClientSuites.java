package woad.launcher.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.parts.Cloud;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.platform.core.FileTrees;

/**
 * The acceptance tests with unmodified clients. Each is a program {@code clients/NAME/run}, started in the source tree with
 * {@code WOAD_DATA} naming a cloud that runs; it prints what it tests and at last {@code N passed, N failed, N skipped}.
 */
public record ClientSuites(Path home, boolean extended) {

    /** Runs all of them against one new cloud, which is gone afterwards. */
    public Tally run(PrintWriter out) throws IOException {
        List<Path> suites = suites();
        if (suites.isEmpty()) {
            return Tally.NONE;
        }
        Path root = Files.createTempDirectory(Path.of("/var/tmp"), "woad-test-");
        DataDirectory data = new DataDirectory(root);
        Progress progress = new Progress(out, false);
        Tally tally = Tally.NONE;
        try {
            Cloud.up(data, CloudSettings.Change.NONE, progress);
            for (Path suite : suites) {
                out.println("==> " + home.relativize(suite));
                tally = tally.plus(run(suite, data, out));
            }
        } finally {
            if (data.exists()) {
                Cloud.existing(data).down(progress);
            }
            FileTrees.delete(root);
        }
        return tally;
    }

    private List<Path> suites() throws IOException {
        Path clients = home.resolve("clients");
        if (!Files.isDirectory(clients)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(clients)) {
            return entries.map(e -> e.resolve("run")).filter(Files::isExecutable).sorted().toList();
        }
    }

    private Tally run(Path suite, DataDirectory data, PrintWriter out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(suite.toString()).directory(home.toFile()).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().put("WOAD_DATA", data.root().toString());
        builder.environment().put("WOAD_LONG", extended ? "1" : "0");
        Process process = builder.start();
        Optional<Tally> said = Optional.empty();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(line);
                Optional<Tally> tally = Tally.parse(line);
                said = tally.isPresent() ? tally : said;
            }
        }
        try {
            boolean good = process.waitFor() == 0;
            Tally tally = said.orElse(good ? new Tally(1, 0, 0) : Tally.NONE);
            return good || tally.failed() > 0 ? tally : tally.plus(new Tally(0, 1, 0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
    }
}
