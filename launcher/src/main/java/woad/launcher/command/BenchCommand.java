package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import woad.bench.Benchmark;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.benching.LocalBenchCloud;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.process.Account;
import woad.launcher.setup.DebianPackages;
import woad.launcher.setup.Setup;
import woad.platform.core.FileTrees;
import woad.platform.core.Json;

/** {@code woad bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Starts a cloud of its own, measures it beside its peers, and prints a table. Exit code 1 where a reach is missed.")
public final class BenchCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this one: arm (the resource manager), vm (machines, as root), start, storage.")
    private String name;
    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;
    @Option(names = "--yes", description = "Do not ask before Debian packages are installed.")
    private boolean yes;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Benchmark> chosen = Benchmark.all().stream().filter(b -> name == null || b.name().equals(name)).toList();
        if (chosen.isEmpty()) {
            throw new Failure("there is no benchmark " + name, "choose one of " + Benchmark.all().stream().map(Benchmark::name).toList());
        }
        Setup.packages(DebianPackages.forBenchmarks(), "to run the benchmarks' peers", yes, err);
        Path root = Files.createTempDirectory(Path.of("/var/tmp"), "woad-b-");
        LocalBenchCloud cloud = new LocalBenchCloud(new DataDirectory(root), new Progress(err, false));
        boolean reached = true;
        try {
            for (Benchmark benchmark : chosen) {
                if (benchmark.needsMachines() && !Account.isRoot()) {
                    err.println(benchmark.name() + ": skipped, machines need root");
                    continue;
                }
                err.println(benchmark.name() + ": " + benchmark.description());
                List<Benchmark.Row> rows = benchmark.run(cloud, line -> {
                    err.println("  " + line);
                    err.flush();
                });
                print(out, benchmark, rows);
                reached &= rows.stream().allMatch(Benchmark.Row::reached);
            }
        } finally {
            cloud.down();
            FileTrees.delete(root);
        }
        return reached ? 0 : 1;
    }

    private void print(PrintWriter out, Benchmark benchmark, List<Benchmark.Row> rows) {
        if (json) {
            List<Map<String, Object>> values = new ArrayList<>();
            for (Benchmark.Row row : rows) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("benchmark", benchmark.name());
                value.put("what", row.what());
                value.put("unit", row.unit());
                value.put("ours", row.ours());
                value.put("peerName", row.peerName());
                value.put("peer", Double.isNaN(row.peer()) ? null : row.peer());
                value.put("measured", row.measured());
                value.put("reach", row.reach());
                value.put("reached", row.reached());
                values.add(value);
            }
            out.println(Json.write(values));
        } else {
            out.printf("%-34s %12s %-11s %-34s %12s %9s %9s%n", "what", "ours", "", "peer", "", "ratio", "reach");
            for (Benchmark.Row row : rows) {
                boolean alone = Double.isNaN(row.peer());
                out.printf("%-34s %12.2f %-11s %-34s %12s %9s %s %6.2f %s%n", row.what(), row.ours(), row.unit(), row.peerName(),
                        alone ? "" : "%.2f".formatted(row.peer()), alone ? "" : "%.2f".formatted(row.measured()), row.atMost() ? "≤" : "≥", row.reach(),
                        row.reached() ? "reached" : "MISSED");
            }
        }
        out.flush();
    }
}
