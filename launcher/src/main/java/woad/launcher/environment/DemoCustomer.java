package woad.launcher.environment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import woad.launcher.cloud.DataDirectory;
import woad.platform.core.Json;
import woad.platform.keys.PrivateFiles;

/**
 * The customer that the first start makes, as the person at the command line needs to know it.
 *
 * @param tenantId     of its directory
 * @param clientId     of its application, an Owner of the subscription
 * @param clientSecret of the application
 * @param userName     of its person, an Owner too; the password is not kept
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DemoCustomer(UUID tenantId, UUID subscriptionId, UUID clientId, String clientSecret, String userName) {

    /** As it was saved; empty until the first start has made it. */
    public static Optional<DemoCustomer> load(DataDirectory data) throws IOException {
        Path file = file(data);
        return Files.exists(file) ? Optional.of(Json.parse(Files.readString(file), DemoCustomer.class)) : Optional.empty();
    }

    /** Keeps it in an owner-only file. */
    public void save(DataDirectory data) throws IOException {
        PrivateFiles.write(file(data), Json.bytes(this));
    }

    private static Path file(DataDirectory data) {
        return data.person().resolve("demo-customer.json");
    }

    @Override
    public String toString() {
        return "DemoCustomer[" + tenantId + ", " + subscriptionId + ", " + clientId + ", " + userName + "]";
    }
}
