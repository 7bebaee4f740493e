package woad.launcher.testing;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import woad.launcher.Failure;

/** The tests of all modules, by Maven; counted from Surefire's reports. */
public record MavenTests(Path home, boolean extended) {
    private static final int MODULE_DEPTH = 3;

    /** Runs them to the end even where some fail. A build that does not compile is one failure more. */
    public Tally run(PrintWriter out) throws IOException {
        for (Path report : reports()) {
            Files.delete(report);
        }
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dmaven.test.failure.ignore=true", "verify"));
        if (extended) {
            command.add("-Dwoad.long=true");
        }
        out.println("==> " + String.join(" ", command));
        int exitCode;
        try {
            exitCode = new ProcessBuilder(command).directory(home.toFile()).redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
        Tally tally = exitCode == 0 ? Tally.NONE : new Tally(0, 1, 0);
        for (Path report : reports()) {
            tally = tally.plus(read(report));
        }
        return tally;
    }

    private List<Path> reports() throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> targets = Files.find(home, MODULE_DEPTH + 1, (p, _) -> p.endsWith("target/surefire-reports"))) {
            for (Path directory : targets.toList()) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).forEach(reports::add);
                }
            }
        }
        return reports;
    }

    private static Tally read(Path report) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (var in = Files.newInputStream(report)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            reader.nextTag();
            int failed = number(reader, "failures") + number(reader, "errors");
            int skipped = number(reader, "skipped");
            return new Tally(number(reader, "tests") - failed - skipped, failed, skipped);
        } catch (XMLStreamException e) {
            throw new IOException(report + " is no report of Surefire", e);
        }
    }

    private static int number(XMLStreamReader reader, String attribute) {
        String value = reader.getAttributeValue(null, attribute);
        return value == null ? 0 : Integer.parseInt(value);
    }
}
