package woad.launcher.setup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import woad.launcher.Failure;
import woad.launcher.process.Commands;

/** Packages of the distribution. */
public final class DebianPackages {
    /** What the launcher itself runs, whatever the engines need. */
    static final List<String> OF_THE_LAUNCHER = List.of("util-linux", "openssh-client", "ca-certificates");
    private static final Duration QUERY = Duration.ofSeconds(30);

    private DebianPackages() {}

    /** Whether this is a computer with Debian's package tools. */
    public static boolean supported() {
        return Commands.exists("dpkg-query") && Commands.exists("apt-get");
    }

    /** Those of the given packages that are not installed. */
    public static List<String> missing(Collection<String> wanted) throws IOException {
        List<String> command = new ArrayList<>(List.of("dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\\n"));
        command.addAll(wanted);
        Set<String> installed = Commands.run(QUERY, command).output().lines().filter(l -> l.endsWith(" installed"))
                .map(l -> l.substring(0, l.indexOf(' '))).collect(Collectors.toSet());
        return wanted.stream().filter(p -> !installed.contains(p)).distinct().toList();
    }

    /** All packages that a cloud with machines needs. */
    public static Set<String> forMachines() {
        Set<String> all = new TreeSet<>(OF_THE_LAUNCHER);
        all.addAll(List.of("iproute2", "nftables", "dnsmasq-base"));
        all.addAll(woad.engines.qemu.DebianPackages.TO_RUN_MACHINES);
        all.addAll(woad.engines.qemu.DebianPackages.TO_BUILD_IMAGES);
        return all;
    }

    /** Packages that bring the tests' clients and tools, but for those whose program is there already, wherever it came from. */
    public static Set<String> forClients() {
        Map<String, String> programs = Map.of("maven", "mvn", "curl", "curl", "git", "git", "python3", "python3", "nodejs", "node", "npm", "npm",
                "chromium", "chromium", "libnss3-tools", "certutil", "busybox", "busybox");
        Set<String> all = programs.entrySet().stream().filter(e -> !Commands.exists(e.getValue())).map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        all.add("python3-venv");
        return all;
    }

    /** What the benchmarks need beyond running machines: their peers. */
    public static Set<String> forBenchmarks() {
        Set<String> all = new TreeSet<>(forMachines());
        all.addAll(List.of("postgresql-contrib", "nginx-light", "openssl"));
        Map.of("nodejs", "node", "npm", "npm").forEach((name, program) -> {
            if (!Commands.exists(program)) {
                all.add(name);
            }
        });
        return all;
    }

    /** Installs packages; only root can. The output goes to the person. */
    public static void install(List<String> packages) throws IOException {
        run(List.of("apt-get", "update", "-q"), false);
        List<String> command = new ArrayList<>(List.of("apt-get", "install", "-y", "-q", "--no-install-recommends"));
        command.addAll(packages);
        run(command, true);
    }

    private static void run(List<String> command, boolean required) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            int exitCode = builder.start().waitFor();
            if (exitCode != 0 && required) {
                throw new Failure(String.join(" ", command) + " ended with exit code " + exitCode, "mend what it says above, then run the command again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
    }
}
