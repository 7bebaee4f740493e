package woad.launcher.command;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import woad.launcher.machines.Fleet;
import woad.launcher.operator.OperatorClient;

/** {@code woad host remove}. */
@Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes a host that is gone for good out of the fleet. The machines and disks that were on it are lost; "
        + "what waited for it to take something away goes on, and the rest can be deleted. Its name cannot be used again.")
public final class HostRemoveCommand extends OperatorCommand {
    @Parameters(paramLabel = "HOST", description = "Its name, as in: woad host list. It must have stopped reporting.")
    private String host;

    @Override
    Map<String, String> act(OperatorClient operator) throws IOException {
        operator.delete("/hosts/" + URLEncoder.encode(host, StandardCharsets.UTF_8));
        Fleet.noteRemoval(data(), host);
        return lines("removed", host);
    }
}
