package woad.launcher.parts;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import woad.launcher.Failure;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.environment.DemoCustomer;
import woad.launcher.operator.Customers;

/**
 * Makes the demo customer at the first start. It may be cut off anywhere: what is there already is used again, and what was
 * told to nobody (a password, a secret) is made anew.
 */
public record FirstCustomer(DataDirectory data, CloudSettings settings, Customers customers) {
    private static final String NAME = "Demo";

    /** The person's sign-in, where it was made by this call; empty where the customer is known already. */
    public Optional<Customers.Person> ensure() throws IOException {
        if (DemoCustomer.load(data).isPresent()) {
            return Optional.empty();
        }
        String domain = "demo." + settings.domain();
        Optional<Customers.Tenant> known = customers.find(domain);
        Customers.Tenant tenant = known.isPresent() ? known.get() : customers.createTenant(NAME, domain);
        List<Customers.Subscription> subscriptions = customers.subscriptions(tenant);
        UUID subscription = (subscriptions.isEmpty() ? customers.createSubscription(tenant, NAME) : subscriptions.getFirst()).id();
        Customers.Person person = person(tenant, "demo@" + domain, subscription);
        Customers.Application application = customers.createApplication(tenant, "demo", true, List.of(subscription));
        new DemoCustomer(tenant.id(), subscription, application.clientId(), application.clientSecret(), person.userPrincipalName()).save(data);
        return Optional.of(person);
    }

    private Customers.Person person(Customers.Tenant tenant, String userName, UUID subscription) throws IOException {
        try {
            return customers.createPerson(tenant, userName, NAME, true, List.of(subscription));
        } catch (Failure taken) {
            return customers.resetPassword(tenant, userName, List.of(subscription));
        }
    }
}
