package woad.storage.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Where an account's services are reached: {@code https://NAME.SERVICE.core.D/}. */
final class Endpoints {
    private Endpoints() {}

    /** The services of an account of a kind, in lower case. */
    static List<String> services(AccountKind kind) {
        List<String> services = new ArrayList<>(List.of("blob"));
        if (kind.hasQueuesAndTables()) {
            services.addAll(List.of("queue", "table"));
        }
        if (kind.hasDataLakeAndWebsite()) {
            services.addAll(List.of("dfs", "web"));
        }
        return services;
    }

    static void write(ObjectNode endpoints, String account, String domain, AccountKind kind) {
        services(kind).forEach(service -> endpoints.put(service, "https://" + account + "." + service + ".core." + domain + "/"));
    }
}
