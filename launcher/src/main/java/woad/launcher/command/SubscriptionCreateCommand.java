package woad.launcher.command;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import woad.launcher.operator.Customers;
import woad.launcher.operator.OperatorClient;

/** {@code woad subscription create}. */
@Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a subscription of a tenant. Nobody may do anything in it until somebody owns it.")
public final class SubscriptionCreateCommand extends OperatorCommand {
    @Option(names = "--tenant", required = true, description = "The tenant's id or domain.")
    private String tenant;
    @Option(names = "--name", required = true, description = "The subscription's name, for people.")
    private String name;

    @Override
    Map<String, String> act(OperatorClient operator) throws IOException {
        Customers customers = new Customers(operator);
        Customers.Subscription made = customers.createSubscription(customers.tenant(tenant), name);
        return lines("subscriptionId", made.id().toString(), "tenantId", made.tenantId().toString(), "displayName", made.displayName());
    }
}
