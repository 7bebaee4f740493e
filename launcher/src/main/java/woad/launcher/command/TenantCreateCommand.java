package woad.launcher.command;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import woad.launcher.operator.Customers;
import woad.launcher.operator.OperatorClient;

/** {@code woad tenant create}. */
@Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a tenant: a customer's own directory.")
public final class TenantCreateCommand extends OperatorCommand {
    @Option(names = "--name", required = true, description = "The customer's name, for people.")
    private String name;
    @Option(names = "--domain", required = true, description = "What its users' names end with: contoso.woad.test.")
    private String domain;

    @Override
    Map<String, String> act(OperatorClient operator) throws IOException {
        Customers customers = new Customers(operator);
        Customers.Tenant tenant = customers.createTenant(name, domain);
        return lines("tenantId", tenant.id().toString(), "displayName", tenant.displayName(), "domain", tenant.domain());
    }
}
