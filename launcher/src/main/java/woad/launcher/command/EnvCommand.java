package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;
import woad.launcher.parts.Cloud;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.environment.ClientFiles;
import woad.launcher.environment.DemoCustomer;
import woad.launcher.environment.Shell;
import woad.launcher.environment.Variables;

/** {@code woad env}. */
@Command(name = "env", mixinStandardHelpOptions = true,
        description = "Prints the variables by which clients in a shell reach this cloud. Use: eval \"$(./woad env)\"")
public final class EnvCommand implements Callable<Integer> {
    /** Whose work the shell is for. */
    public enum Role { customer, operator }

    @Mixin
    private DataOption where;
    @Option(names = "--as", defaultValue = "customer", paramLabel = "ROLE",
            description = "customer: with the demo customer's application. operator: with the operator's certificate. Default: ${DEFAULT-VALUE}.")
    private Role role;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        DataDirectory data = where.data();
        CloudSettings settings = Cloud.existing(data).settings();
        ClientFiles files = ClientFiles.of(data);
        if (!java.nio.file.Files.exists(files.trustStore())) {
            throw new Failure("the cloud in " + data.root() + " has never been up", "run ./woad up" + where.again());
        }
        Map<String, String> variables = new LinkedHashMap<>(Variables.connection(settings, files));
        switch (role) {
            case customer -> {
                variables.putAll(Variables.customer(settings.profile(), files));
                DemoCustomer.load(data).ifPresent(demo -> variables.putAll(Variables.demo(demo)));
            }
            case operator -> variables.putAll(Variables.operator(data, settings));
        }
        variables.forEach((name, value) -> out.println(Shell.export(name, value)));
        return 0;
    }
}
