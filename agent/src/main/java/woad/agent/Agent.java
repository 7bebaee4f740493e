package woad.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import woad.fleet.spec.Desired;
import woad.fleet.spec.HostReport;
import woad.fleet.spi.Hypervisor;
import woad.platform.keys.Credential;

/**
 * A running agent: asks for news, converges, reports, sends logs. Each of these goes on whatever becomes of the others; closing it
 * leaves the guests running.
 */
final class Agent implements AutoCloseable {
    private static final Logger LOG = System.getLogger("woad.agent");
    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final long SWEEP_MILLIS = 2_000;
    private static final long LOG_MILLIS = 2_000;
    private static final long RETRY_MILLIS = 200;
    private static final long LAST_RETRY_MILLIS = 5_000;
    /** Less than the control plane takes for a host that is down. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(8);
    private static final Duration RENEW_BEFORE = Duration.ofDays(60);

    private final AgentConfig config;
    private final ControlPlane controlPlane;
    private final HostCredential credential;
    private final HeldSpec held;
    private final HostState state;
    private final Convergence convergence;
    private final SerialUploads uploads;
    private final Hypervisor hypervisor;
    private final InstantSource clock;
    private final ExecutorService executor;
    private Instant renewal = Instant.MAX;
    private volatile Instant silence = Instant.MAX;

    Agent(AgentConfig config, ControlPlane controlPlane, HostCredential credential, HeldSpec held, HostState state, Convergence convergence,
          Hypervisor hypervisor, InstantSource clock, ExecutorService executor) {
        this.config = config;
        this.controlPlane = controlPlane;
        this.credential = credential;
        this.held = held;
        this.state = state;
        this.convergence = convergence;
        this.uploads = new SerialUploads(state, hypervisor, controlPlane);
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Takes up what was held before, then serves; returns once the host has enrolled.
     *
     * @throws IOException where it has never enrolled and cannot, since the token is missing or refused
     */
    void start() throws IOException, InterruptedException {
        Optional<Desired> before = held.held();
        before.ifPresent(convergence::accept);
        executor.submit(() -> state.accelerator(hypervisor.accelerator().name().toLowerCase(java.util.Locale.ROOT)));
        Credential shown = enrolled();
        silence = clock.instant().plus(FIRST_LOOK);
        controlPlane.identify(shown);
        renewal = shown.leaf().getNotAfter().toInstant().minus(RENEW_BEFORE);
        executor.submit(() -> forever("asking for news", this::askForNews));
        executor.submit(() -> forever("reporting", this::report));
        executor.submit(() -> forever("looking after machines", () -> {
            TimeUnit.MILLISECONDS.sleep(SWEEP_MILLIS);
            convergence.sweep();
        }));
        executor.submit(() -> forever("sending serial logs", () -> {
            TimeUnit.MILLISECONDS.sleep(LOG_MILLIS);
            uploads.round();
        }));
    }

    private Credential enrolled() throws IOException, InterruptedException {
        Optional<Credential> kept = credential.load();
        if (kept.isPresent()) {
            return kept.get();
        }
        if (!Files.exists(config.enrolmentToken())) {
            throw new IOException("this host has never enrolled, and there is no enrolment token at " + config.enrolmentToken());
        }
        String token = Files.readString(config.enrolmentToken()).strip();
        String request = credential.request();
        for (long wait = RETRY_MILLIS; ; wait = Math.min(LAST_RETRY_MILLIS, wait * 3 / 2)) {
            try {
                Credential fresh = credential.save(controlPlane.enrol(token, request));
                Files.delete(config.enrolmentToken());
                LOG.log(Level.INFO, "host " + config.host() + " has enrolled");
                return fresh;
            } catch (ControlPlane.Refused e) {
                throw e;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot enrol yet: " + e.getMessage());
                TimeUnit.MILLISECONDS.sleep(wait);
            }
        }
    }

    private void askForNews() throws IOException {
        if (clock.instant().isAfter(renewal)) {
            Credential fresh = credential.save(controlPlane.renew(credential.request()));
            controlPlane.identify(fresh);
            renewal = fresh.leaf().getNotAfter().toInstant().minus(RENEW_BEFORE);
            LOG.log(Level.INFO, "the host's certificate was renewed");
        }
        Optional<Desired> told = controlPlane.desired(held.generation());
        if (told.isPresent() && held.take(told.get())) {
            LOG.log(Level.INFO, "took up generation " + told.get().spec().generation());
            convergence.accept(told.get());
        }
    }

    /**
     * Reports what there is, then waits for it to change. Until something has been told, nothing can be said of what is here; a
     * restarted agent first looks, for a while, so that what stands is not reported missing.
     */
    private void report() throws IOException, InterruptedException {
        if (held.held().isEmpty() || !state.networksLookedAt() && clock.instant().isBefore(silence)) {
            state.awaitChange(RETRY_MILLIS);
            return;
        }
        HostReport report = state.report();
        controlPlane.report(report);
        if (state.report().equals(report)) {
            state.awaitChange(HEARTBEAT_MILLIS);
        }
    }

    /** Something that is done over and over, and may fail. */
    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private static void forever(String what, Task task) {
        long wait = RETRY_MILLIS;
        while (true) {
            try {
                task.run();
                wait = RETRY_MILLIS;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                LOG.log(Level.WARNING, what + " failed: " + e.getMessage() + "; again in " + wait + " ms");
                if (!pause(wait)) {
                    return;
                }
                wait = Math.min(LAST_RETRY_MILLIS, wait * 3 / 2);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, what + " failed unexpectedly; again in " + wait + " ms", e);
                if (!pause(wait)) {
                    return;
                }
                wait = Math.min(LAST_RETRY_MILLIS, wait * 3 / 2);
            }
        }
    }

    private static boolean pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the agent, not the guests. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
