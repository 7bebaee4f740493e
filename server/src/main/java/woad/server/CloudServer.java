package woad.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import woad.engines.localbytes.LocalBytes;
import woad.platform.bytes.ObjectBytes;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.FileRootKey;
import woad.platform.store.Database;
import woad.platform.web.FrontDoor;
import woad.platform.web.HostPattern;
import woad.platform.web.Listener;
import woad.platform.web.WebService;
import woad.server.operator.OperatorCredential;
import woad.server.operator.OperatorService;

/** A running control plane: its services behind their listeners. */
public final class CloudServer implements AutoCloseable {
    /** What is left free on the file system of objects' bytes. */
    private static final long BYTES_RESERVE = 256L << 20;

    private final ControlPlane plane;
    private final ObjectBytes bytes;
    private final FrontDoor frontDoor;

    private CloudServer(ControlPlane plane, ObjectBytes bytes, FrontDoor frontDoor) {
        this.plane = plane;
        this.bytes = bytes;
        this.frontDoor = frontDoor;
    }

    /** Starts everything; returns once all listeners accept connections. */
    public static CloudServer open(ServerSettings settings, SecureRandom random, InstantSource clock) throws IOException {
        CloudProfile profile = settings.profile();
        Path directory = settings.directory();
        String operatorHost = ServerSettings.operatorHost(profile);
        CertificateAuthority publicAuthority = CertificateAuthority.createOrOpen(ServerSettings.publicRoot(directory).getParent(),
                "Woad " + profile.domain(), CertificateAuthority.Constraint.domain(profile.domain()), random, clock);
        CertificateAuthority operatorAuthority = CertificateAuthority.createOrOpen(ServerSettings.operatorRoot(directory).getParent(),
                "Woad operator of " + profile.domain(), new CertificateAuthority.Constraint(List.of(operatorHost), List.of("127.0.0.0/8")), random, clock);
        CertificateAuthority fleetAuthority = CertificateAuthority.createOrOpen(ServerSettings.fleetRoot(directory).getParent(),
                "Woad fleet of " + profile.domain(), CertificateAuthority.Constraint.domain(ControlPlane.FLEET_HOST), random, clock);
        OperatorCredential.ensure(ServerSettings.operatorCredential(directory), operatorAuthority, random, clock);
        ObjectBytes bytes = LocalBytes.open(ServerSettings.bytes(directory), new Ids(random), clock, BYTES_RESERVE);
        Database database = Database.open(settings.database());
        try {
            ControlPlane plane = new ControlPlane(profile, database, bytes, FileRootKey.createOrOpen(directory.resolve("root.key"), random), fleetAuthority,
                    publicAuthority.rootPem(), random, clock);
            List<WebService> services = plane.customerServices();
            SSLContext publicTls = publicAuthority.serverContext("public", publicNames(profile, services), List.of(), false);
            SSLContext operatorTls = operatorAuthority.serverContext("operator", List.of(operatorHost), List.of(settings.operatorAddress().getAddress()), true);
            OperatorService operator = new OperatorService(List.of(operatorHost, settings.operatorAddress().getAddress().getHostAddress()), plane, new Ids(random), clock);
            List<Listener> listeners = new ArrayList<>(List.of(
                    new Listener("public", settings.publicAddress(), publicTls, false, false, services),
                    new Listener("proxied", settings.proxiedAddress(), publicTls, true, false, services),
                    new Listener("operator", settings.operatorAddress(), operatorTls, false, true, List.of(operator.service()))));
            if (settings.fleetAddress() != null) {
                listeners.add(new Listener("fleet", settings.fleetAddress(), fleetAuthority.serverContext("fleet", List.of(ControlPlane.FLEET_HOST), List.of(), true),
                        false, true, List.of(plane.hostService())));
            }
            if (settings.relayAddress() != null) {
                listeners.add(new Listener("relay", settings.relayAddress(), publicTls, true, false, services));
            }
            FrontDoor frontDoor = FrontDoor.open(listeners, new Ids(random), clock);
            plane.start();
            return new CloudServer(plane, bytes, frontDoor);
        } catch (RuntimeException | IOException e) {
            database.close();
            bytes.close();
            throw e;
        }
    }

    /** Every name that the public certificate must cover: those of the services, and one label under the domain for what comes. */
    private static List<String> publicNames(CloudProfile profile, List<WebService> services) {
        return Stream.concat(Stream.of("*." + profile.domain()), services.stream().flatMap(service -> service.hosts().stream()).map(HostPattern::text)).distinct().toList();
    }

    @Override
    public void close() {
        frontDoor.close();
        plane.close();
        bytes.close();
    }
}
