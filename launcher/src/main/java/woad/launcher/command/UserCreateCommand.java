package woad.launcher.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import woad.launcher.operator.Customers;
import woad.launcher.operator.OperatorClient;

/** {@code woad user create}. */
@Command(name = "create", mixinStandardHelpOptions = true,
        description = "Makes a person, or with --application an application, of a tenant. The password or secret is printed once and kept nowhere.")
public final class UserCreateCommand extends OperatorCommand {
    @Option(names = "--tenant", required = true, description = "The tenant's id or domain.")
    private String tenant;
    @Option(names = "--name", required = true, description = "The sign-in name: someone, or someone@contoso.woad.test. For an application its display name.")
    private String name;
    @Option(names = "--display-name", description = "The name for people. Default: the sign-in name.")
    private String displayName;
    @Option(names = "--owner-of", paramLabel = "SUBSCRIPTION", description = "Makes it an Owner of this subscription of the tenant. May be given several times.")
    private List<UUID> ownerOf = List.of();
    @Option(names = "--administrator", description = "Makes it an administrator of the tenant's directory.")
    private boolean administrator;
    @Option(names = "--application", description = "Makes an application with a secret instead of a person with a password.")
    private boolean application;

    @Override
    Map<String, String> act(OperatorClient operator) throws IOException {
        Customers customers = new Customers(operator);
        Customers.Tenant found = customers.tenant(tenant);
        if (application) {
            Customers.Application made = customers.createApplication(found, name, administrator, ownerOf);
            return lines("tenantId", found.id().toString(), "clientId", made.clientId().toString(), "clientSecret", made.clientSecret());
        }
        String userName = name.contains("@") ? name : name + "@" + found.domain();
        Customers.Person made = customers.createPerson(found, userName, displayName == null ? userName : displayName, administrator, ownerOf);
        return lines("tenantId", found.id().toString(), "userPrincipalName", made.userPrincipalName(), "password", made.password());
    }
}
