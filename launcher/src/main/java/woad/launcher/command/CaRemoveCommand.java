package woad.launcher.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import woad.launcher.authority.CloudAuthority;
import woad.launcher.authority.TrustStores;

/** {@code woad ca remove}. */
@Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes the cloud's certificate authority out of every store again.")
public final class CaRemoveCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TrustStores.ofCaller().remove(CloudAuthority.name(where.data()), spec.commandLine().getOut());
        return 0;
    }
}
