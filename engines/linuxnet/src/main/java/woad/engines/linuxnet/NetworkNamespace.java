package woad.engines.linuxnet;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import woad.fleet.spi.EngineException;

/** Named network namespaces: the files that {@code ip netns} keeps. */
final class NetworkNamespace {

    private static final Path DIRECTORY = Path.of("/run/netns");

    private NetworkNamespace() {}

    static Path path(String name) {
        return DIRECTORY.resolve(name);
    }

    /** True when the name stands for a live namespace, not for what a crash left of one. */
    static boolean exists(String name) {
        try {
            return Files.exists(path(name)) && Files.getFileStore(path(name)).type().equals("nsfs");
        } catch (IOException e) {
            throw new EngineException("cannot look at network namespace " + name, e);
        }
    }

    /** Every name here that starts with {@code prefix}, live or not. */
    static List<String> named(String prefix) {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(prefix)).sorted().toList();
        } catch (IOException e) {
            throw new EngineException("cannot list network namespaces", e);
        }
    }

    /**
     * Runs a task on a thread of its own that has entered the namespace ({@code setns(2)} moves one thread only). Sockets
     * and files of {@code /proc/sys/net} that the task opens belong to the namespace for good.
     */
    static <T> T call(String name, Callable<T> task) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("in " + name).start(() -> {
            try {
                enter(name);
                result.complete(task.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable failure -> throw new IOException(failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted inside network namespace " + name, e);
        }
    }

    /** Writes values of {@code /proc/sys/net}, each as {@code ipv4/ip_forward=1}, inside the namespace. */
    static void set(String name, List<String> settings) throws EngineException {
        try {
            call(name, () -> {
                write(settings);
                return null;
            });
        } catch (IOException e) {
            throw new EngineException("cannot set up network namespace " + name, e);
        }
    }

    /** Writes values of {@code /proc/sys/net} of the present namespace. */
    static void write(List<String> settings) throws IOException {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            Files.writeString(Path.of("/proc/sys/net").resolve(setting.substring(0, equals)), setting.substring(equals + 1));
        }
    }

    private static void enter(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocateFrom(path(name).toString());
            int descriptor = Native.open(file, Native.O_RDONLY | Native.O_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException("there is no network namespace " + name);
            }
            int outcome = Native.setns(descriptor, Native.CLONE_NEWNET);
            Native.close(descriptor);
            if (outcome != 0) {
                throw new IOException("may not enter network namespace " + name);
            }
        }
    }
}
