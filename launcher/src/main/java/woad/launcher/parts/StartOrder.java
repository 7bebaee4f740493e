package woad.launcher.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import woad.launcher.Progress;
import woad.launcher.cloud.Part;

/** Starts parts side by side, each once those that it needs answer. */
final class StartOrder {
    private StartOrder() {}

    /**
     * Returns once all parts answer, or none starts any more.
     *
     * @param parts each after those it needs
     * @throws IOException what the first part that failed threw; likewise its unchecked exceptions
     */
    static void start(List<Part> parts, Progress progress) throws IOException {
        Map<String, CompletableFuture<Void>> starts = new LinkedHashMap<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Part part : parts) {
                List<CompletableFuture<Void>> needed = part.needs().stream().map(starts::get).toList();
                starts.put(part.name(), CompletableFuture.runAsync(() -> {
                    needed.forEach(CompletableFuture::join);
                    start(part, progress);
                }, executor));
            }
        }
        for (CompletableFuture<Void> start : starts.values()) {
            try {
                start.join();
            } catch (CompletionException e) {
                switch (e.getCause()) {
                    case UncheckedIOException io -> throw io.getCause();
                    case RuntimeException unchecked -> throw unchecked;
                    default -> throw e;
                }
            }
        }
    }

    private static void start(Part part, Progress progress) {
        try {
            part.start(progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
