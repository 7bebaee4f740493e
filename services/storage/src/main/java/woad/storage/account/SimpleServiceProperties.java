package woad.storage.account;

import java.util.List;

/** Properties of the queue service, or of the table service. Source: Set Queue Service Properties, Set Table Service Properties. */
public record SimpleServiceProperties(List<CorsRule> cors, Logging logging, Metrics hourMetrics, Metrics minuteMetrics) {
    /** As for a new account. */
    public static final SimpleServiceProperties INITIAL = new SimpleServiceProperties(List.of(), Logging.OFF, Metrics.OFF, Metrics.OFF);

    public SimpleServiceProperties {
        cors = List.copyOf(cors);
    }
}
