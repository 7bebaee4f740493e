package woad.launcher.benching;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import woad.bench.BenchCloud;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.ExternalDatabase;
import woad.launcher.cloud.Part;
import woad.launcher.environment.ClientFiles;
import woad.launcher.environment.DemoCustomer;
import woad.launcher.machines.Fleet;
import woad.launcher.parts.Cloud;
import woad.launcher.training.Training;
import woad.platform.store.Database;

/** A cloud on this computer, as benchmarks see it. */
public final class LocalBenchCloud implements BenchCloud {
    private final DataDirectory data;
    private final Progress progress;
    private Cloud cloud;

    public LocalBenchCloud(DataDirectory data, Progress progress) throws IOException, InterruptedException {
        this.data = data;
        this.progress = progress;
        try {
            this.cloud = Cloud.up(data, CloudSettings.Change.NONE, progress);
        } catch (IOException | RuntimeException e) {
            if (data.exists()) {
                Cloud.existing(data).down(progress);
            }
            throw e;
        }
        ClientFiles.of(data).ensure(data, cloud.settings().profile());
        // What runs in the background would be measured too.
        new Training(data).await();
    }

    @Override
    public String domain() {
        return cloud.settings().domain();
    }

    @Override
    public InetSocketAddress frontDoor() {
        return cloud.settings().publicEndpoint();
    }

    @Override
    public InetSocketAddress proxy() {
        return cloud.settings().proxyEndpoint();
    }

    @Override
    public Path authority() {
        return ClientFiles.of(data).authority();
    }

    @Override
    public Customer customer() {
        try {
            DemoCustomer customer = DemoCustomer.load(data).orElseThrow(() -> new IOException("the demo customer is missing"));
            return new Customer(customer.tenantId().toString(), customer.clientId().toString(), customer.clientSecret(), customer.subscriptionId().toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Database.Location database() {
        try {
            return ExternalDatabase.locate(data, cloud.settings());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Path databaseLog() {
        return data.postgres().resolve("postgresql.log");
    }

    @Override
    public Path images() {
        return Fleet.IMAGES;
    }

    @Override
    public Path programs() {
        return Path.of(System.getProperty("user.home"), ".cache", "woad-bench");
    }

    /** As a person does it: by the script, whose own start counts too. */
    @Override
    public Duration restart() throws IOException, InterruptedException {
        String home = System.getenv("WOAD_HOME");
        if (home == null) {
            throw new Failure("the source tree is not known", "run the benchmarks with ./woad bench");
        }
        cloud.down(progress);
        long from = System.nanoTime();
        Process up = new ProcessBuilder(Path.of(home, "woad").toString(), "up", "--data", data.root().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (up.waitFor() != 0) {
            throw new IOException("the cloud did not start again");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        cloud = Cloud.existing(data);
        return took;
    }

    @Override
    public long residentBytes(String part) throws IOException {
        long most = 0;
        for (Part one : cloud.parts()) {
            if (one.name().equals(part) || one.name().startsWith(part + "-")) {
                most = Math.max(most, one.status().residentBytes());
            }
        }
        return most;
    }

    /** Stops the cloud. */
    public void down() throws IOException {
        cloud.down(progress);
    }
}
