package woad.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import woad.platform.store.Database;

/** A cloud that a benchmark has for itself. */
public interface BenchCloud {

    /** D. */
    String domain();

    /** Where the front door listens for direct connections. */
    InetSocketAddress frontDoor();

    /** The CONNECT proxy of its clients. */
    InetSocketAddress proxy();

    /** The certificate authority its clients trust, PEM. */
    Path authority();

    /** The demo customer's application, owner of the subscription. */
    Customer customer();

    /** Its PostgreSQL. */
    Database.Location database();

    /** The file that its PostgreSQL logs to. */
    Path databaseLog();

    /** The cache of guest images. */
    Path images();

    /** Where peers that come from npm are kept between runs. */
    Path programs();

    /** Stops the whole cloud and starts it again; returns how long the start took. */
    Duration restart() throws Exception;

    /** Resident memory of a part's process, bytes: {@code server}, or an agent by its name; the largest of them for {@code agent}. */
    long residentBytes(String part) throws Exception;

    /** Credentials of an application. */
    record Customer(String tenantId, String clientId, String clientSecret, String subscriptionId) {
        @Override
        public String toString() {
            return "Customer[" + clientId + "]";
        }
    }
}
