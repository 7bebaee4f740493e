package woad.launcher.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import woad.launcher.authority.CloudAuthority;
import woad.launcher.authority.TrustStores;

/** {@code woad ca install}. */
@Command(name = "install", mixinStandardHelpOptions = true, description = "Makes browsers and, as root, all programs of this computer trust the cloud's certificate authority.")
public final class CaInstallCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TrustStores.ofCaller().install(CloudAuthority.name(where.data()), CloudAuthority.pem(where.data(), where.again()), spec.commandLine().getOut());
        return 0;
    }
}
