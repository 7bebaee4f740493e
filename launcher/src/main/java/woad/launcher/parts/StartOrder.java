package woad.launcher.parts;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import woad.launcher.Progress;
import woad.launcher.cloud.Part;

/** Starts parts side by side, each once those that it needs answer. */
final class StartOrder {
    private StartOrder() {}

    /**
     * Returns once all parts answer. Where one fails, nobody waits for the others any longer; what runs by then goes on running.
     *
     * @param parts each after those it needs
     * @throws IOException what the part that failed first threw; likewise its unchecked exceptions
     */
    static void start(List<Part> parts, Progress progress) throws IOException {
        Map<String, CompletableFuture<Void>> starts = new HashMap<>();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Part part : parts) {
                List<CompletableFuture<Void>> needed = part.needs().stream().map(starts::get).toList();
                starts.put(part.name(), CompletableFuture.runAsync(() -> {
                    ready.join();
                    needed.forEach(CompletableFuture::join);
                    try {
                        part.start(progress);
                    } catch (IOException | RuntimeException e) {
                        if (failure.compareAndSet(null, e)) {
                            executor.shutdownNow();
                        }
                        throw new CompletionException(e);
                    }
                }, executor));
            }
            ready.complete(null);
        }
        switch (failure.get()) {
            case null -> { }
            case IOException io -> throw io;
            case RuntimeException unchecked -> throw unchecked;
            default -> throw new IllegalStateException(failure.get());
        }
    }
}
