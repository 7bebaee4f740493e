package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;
import woad.launcher.parts.Cloud;
import woad.launcher.cloud.Part;

/** {@code woad logs}. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows the newest lines of the parts' logs.")
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Parameters(index = "0", arity = "0..1", paramLabel = "PART", description = "Only this part, as woad status names it.")
    private String part;
    @Option(names = {"-n", "--lines"}, defaultValue = "40", description = "How many lines of each. Default: ${DEFAULT-VALUE}.")
    private int count;
    @Option(names = "--files", description = "Names the files instead of showing their lines.")
    private boolean files;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Part> parts = Cloud.existing(where.data()).parts();
        List<Part> wanted = parts.stream().filter(p -> part == null || p.name().equals(part)).toList();
        if (wanted.isEmpty()) {
            throw new Failure("there is no part " + part, "name one of: " + parts.stream().map(Part::name).collect(Collectors.joining(", ")));
        }
        for (Path log : wanted.stream().flatMap(p -> p.logs().stream()).filter(l -> Files.exists(l)).toList()) {
            if (files) {
                out.println(log);
                continue;
            }
            Deque<String> last = tail(log);
            if (!last.isEmpty()) {
                out.println("==> " + log);
                last.forEach(out::println);
            }
        }
        return 0;
    }

    private Deque<String> tail(Path log) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        // Latin-1 with a second decoding: a log cut in the midst of a character must not fail.
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines.forEach(line -> {
                last.addLast(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                if (last.size() > count) {
                    last.removeFirst();
                }
            });
        }
        return last;
    }
}
