package woad.platform.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import woad.platform.core.FileTrees;
import woad.platform.core.Ids;

/**
 * A PostgreSQL server of the cloud's own, from the binaries on the class path. It listens on loopback only, with a generated
 * password, and outlives the process that started it.
 */
public final class PostgresServer {
    private static final int START_SECONDS = 60;

    private final Path home;
    private final List<String> asUser;

    /**
     * @param home   a directory for everything: binaries, data, password, log
     * @param asUser command that runs another as an ordinary user (PostgreSQL refuses root), or empty
     */
    public PostgresServer(Path home, List<String> asUser) {
        this.home = home;
        this.asUser = List.copyOf(asUser);
    }

    /** Starts it unless it runs; {@code settings} are lines of postgresql.conf for a new cluster. */
    public Database.Location start(Ids ids, List<String> settings) throws IOException {
        unpack();
        Path data = home.resolve("data");
        Path password = home.resolve("password");
        if (!Files.exists(password)) {
            Path temporary = home.resolve("password.new");
            Files.writeString(temporary, ids.secret(24), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
            own(temporary);
            Files.move(temporary, password, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(data, password, settings);
        }
        if (!running()) {
            endOrphans();
            Files.deleteIfExists(data.resolve("postmaster.pid"));
            run(START_SECONDS, "bin/pg_ctl", "-s", "-w", "-t", Integer.toString(START_SECONDS), "-D", data.toString(),
                    "-l", home.resolve("postgresql.log").toString(), "start");
        }
        return location();
    }

    /** Where the server listens. */
    public Database.Location location() throws IOException {
        String port = Files.readString(home.resolve("data/woad.port")).strip();
        return new Database.Location("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", Files.readString(home.resolve("password")));
    }

    /** Whether the server's own process lives. */
    public boolean running() throws IOException {
        return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive)
                .flatMap(p -> p.info().command()).filter(c -> c.endsWith("/postgres")).isPresent();
    }

    /** The postmaster's process id as it wrote it. */
    public java.util.Optional<Long> pid() throws IOException {
        Path file = home.resolve("data/postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file).stream().findFirst().map(String::strip).map(Long::valueOf) : java.util.Optional.empty();
    }

    /** Stops it once running transactions are cut off and everything is on disk. */
    public void stop() throws IOException {
        if (running()) {
            run(START_SECONDS, "bin/pg_ctl", "-s", "-w", "-m", "fast", "-D", home.resolve("data").toString(), "stop");
        }
    }

    /**
     * Ends what a server that was killed left behind. Its processes end by themselves, but not at once, and none may touch the data any
     * longer when a new server takes it over.
     */
    private void endOrphans() throws IOException {
        String program = home.resolve("bin/postgres").toRealPath().toString();
        List<ProcessHandle> orphans = ProcessHandle.allProcesses().filter(p -> p.info().command().filter(program::equals).isPresent()).toList();
        for (ProcessHandle orphan : orphans) {
            orphan.destroyForcibly();
        }
        try {
            for (ProcessHandle orphan : orphans) {
                orphan.onExit().get(START_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an earlier server ended", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("processes of an earlier server do not end: " + orphans, e);
        }
    }

    private void initialise(Path data, Path password, List<String> settings) throws IOException {
        Path fresh = home.resolve("data.new");
        FileTrees.delete(fresh);
        run(START_SECONDS, "bin/initdb", "-D", fresh.toString(), "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password.toString(), "-E", "UTF8",
                "--locale=C", "--no-instructions");
        int port = freePort();
        List<String> lines = new ArrayList<>(List.of("", "listen_addresses = '127.0.0.1'", "port = " + port, "unix_socket_directories = ''",
                "max_connections = 64", "shared_buffers = 64MB", "logging_collector = off", "log_min_duration_statement = 2000"));
        lines.addAll(settings);
        Files.write(fresh.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
        Files.writeString(fresh.resolve("woad.port"), Integer.toString(port));
        own(fresh.resolve("woad.port"));
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void unpack() throws IOException {
        if (!Files.exists(home.resolve("bin/postgres"))) {
            Files.createDirectories(home);
            own(home);
            PostgresBinaries.unpack(home);
        }
    }

    private void own(Path path) throws IOException {
        if (!asUser.isEmpty()) {
            String uid = new String(new ProcessBuilder(command("id", "-u")).start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            Files.setAttribute(path, "unix:uid", Integer.parseInt(uid));
        }
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of(words));
        return command;
    }

    private void run(int seconds, String program, String... arguments) throws IOException {
        List<String> command = command(home.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("woad-postgres", ".out");
        try {
            Process process = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
            if (!process.waitFor(seconds + 5L, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(program + " failed: " + Files.readString(output).strip() + "; see " + home.resolve("postgresql.log"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
