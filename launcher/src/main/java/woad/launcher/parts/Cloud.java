package woad.launcher.parts;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.Addresses;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.Part;
import woad.launcher.cloud.Program;
import woad.launcher.daemon.Daemon;
import woad.launcher.environment.ClientFiles;
import woad.launcher.machines.FabricPart;
import woad.launcher.machines.Fleet;
import woad.launcher.machines.HostRegistration;
import woad.launcher.machines.Images;
import woad.launcher.machines.LocalHost;
import woad.launcher.operator.Customers;
import woad.launcher.operator.OperatorClient;
import woad.launcher.process.Account;
import woad.launcher.training.Training;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;

/** A cloud on this computer with its parts. */
public final class Cloud {
    private final DataDirectory data;
    private final Account account;
    private final CloudSettings settings;
    private final Program program;
    private Customers.Person newPerson;

    private Cloud(DataDirectory data, Account account, CloudSettings settings, Program program) {
        this.data = data;
        this.account = account;
        this.settings = settings;
        this.program = program;
    }

    /** A cloud that was set up before, to be looked at or stopped. */
    public static Cloud existing(DataDirectory data) throws IOException {
        return existing(data, false);
    }

    /** As {@link #existing(DataDirectory)}. @param training as it was started */
    public static Cloud existing(DataDirectory data, boolean training) throws IOException {
        if (!data.exists()) {
            throw new Failure("there is no cloud in " + data.root(), "start one with: ./woad up"
                    + (data.equals(DataDirectory.standard()) ? "" : " --data " + data.root()) + " (as root if it shall run machines)");
        }
        Account account = Account.find().orElseThrow(() -> new Failure("the system user " + Account.SERVICE + " is missing", "run ./woad up"));
        return new Cloud(data, account, CloudSettings.load(data), new Program("", null, training));
    }

    /** With addresses and program set up, ready to be started; under the {@link LauncherLock}. */
    private static Cloud prepared(DataDirectory data, Account account, CloudSettings.Change change, boolean training) throws IOException {
        Program program = Program.install(data, account, training);
        Cloud before = new Cloud(data, account, data.exists() ? CloudSettings.load(data) : Fleet.chooseAddresses(data, CloudProfile.local().domain()), program);
        CloudSettings settings = Addresses.withPorts(change.apply(data, account, before.settings), before.runs("server"), before.runs("proxy"));
        if (!settings.equals(before.settings) || !data.exists()) {
            settings.save(data, account);
        }
        return new Cloud(data, account, settings, program);
    }

    /** Where its state is. */
    public DataDirectory data() {
        return data;
    }

    /** Where it listens. */
    public CloudSettings settings() {
        return settings;
    }

    /** The demo customer's person with a password, where this start has made them. */
    public Optional<Customers.Person> newPerson() {
        return Optional.ofNullable(newPerson);
    }

    /** All parts, each after those it needs. Without root there are no hosts. */
    public List<Part> parts() {
        OperatorClient operator = new OperatorClient(data, settings);
        Fleet fleet = new Fleet(data, settings);
        List<Part> parts = new ArrayList<>();
        parts.add(settings.database() == null ? new PostgresPart(data, account, new Ids(new SecureRandom())) : new ExternalDatabasePart(data, settings.database()));
        if (account.root()) {
            parts.add(new FabricPart(fleet));
        }
        parts.add(daemon("control plane", account.root() ? List.of("postgresql", "hosts") : List.of("postgresql"), data.server(), Daemon.SERVER, account.withLowPorts(),
                settings.serverAddress() + ":" + settings.publicPort(), () -> connects(settings.operatorEndpoint()) && operator.answers(), Duration.ofMinutes(3)));
        parts.add(daemon("proxy for clients", List.of(), data.proxy(), Daemon.PROXY, account.plain(), settings.proxyUrl(),
                () -> connects(settings.proxyEndpoint()), Duration.ofMinutes(1)));
        if (account.root()) {
            HostRegistration registration = new HostRegistration(fleet, operator);
            for (LocalHost host : LocalHost.ALL) {
                parts.add(new AgentPart(host, registration, new DaemonPart("agent-" + host.id(), "agent of host " + host.id(), List.of("server"), data, settings,
                        fleet.state(host), 0, Daemon.AGENT, fleet.plan().enter(host.id()), program,
                        List.of(Daemon.AGENT.word(), "--data", data.root().toString(), "--host", host.id().value()),
                        fleet.plan().address(host.id()).getHostAddress() + " in " + host.region(), () -> connects(settings.operatorEndpoint()) && registration.reports(host), Duration.ofMinutes(3))));
            }
        }
        return List.copyOf(parts);
    }

    private DaemonPart daemon(String title, List<String> needs, Path directory, Daemon kind, List<String> prefix, String address,
                              DaemonPart.Probe probe, Duration patience) {
        List<String> arguments = new ArrayList<>(List.of(kind.word(), "--data", data.root().toString()));
        if (kind == Daemon.SERVER && account.root()) {
            arguments.add("--hosts");
        }
        return new DaemonPart(kind.word(), title, needs, data, settings, directory, account.user(), kind, prefix, program, arguments, address, probe, patience);
    }

    /**
     * Makes the cloud run: sets up what is missing, starts what does not run, leaves alone what does.
     *
     * @param change of the settings of before
     */
    public static Cloud up(DataDirectory data, CloudSettings.Change change, Progress progress) throws IOException {
        return up(data, change, false, progress);
    }

    /** As {@link #up(DataDirectory, CloudSettings.Change, Progress)}. @param training see {@link Program#training} */
    public static Cloud up(DataDirectory data, CloudSettings.Change change, boolean training, Progress progress) throws IOException {
        Account account = Account.ensure();
        data.prepare(account);
        try (var _ = LauncherLock.take(data, progress)) {
            Cloud cloud = prepared(data, account, change, training);
            if (account.root() && !training) {
                new Images(new Fleet(data, cloud.settings), cloud.program).ensure(progress);
            }
            StartOrder.start(cloud.parts(), progress);
            ClientFiles.of(data).ensure(data, cloud.settings.profile());
            Program.removeOthers(data, Set.of(cloud.program.version()));
            cloud.newPerson = new FirstCustomer(data, cloud.settings, new Customers(new OperatorClient(data, cloud.settings))).ensure().orElse(null);
            if (!training) {
                new Training(data).begin(cloud.program, account);
            }
            return cloud;
        }
    }

    /** Stops every part, the last started first. The state stays. */
    public void down(Progress progress) throws IOException {
        try (var _ = LauncherLock.take(data, progress)) {
            new Training(data).stop(progress);
            for (Part part : parts().reversed()) {
                part.stop(progress);
            }
        }
    }

    private boolean runs(String name) throws IOException {
        for (Part part : parts()) {
            if (part.name().equals(name)) {
                return part.status().state() != Part.State.STOPPED;
            }
        }
        return false;
    }

    private static boolean connects(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
