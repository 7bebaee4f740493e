package woad.launcher.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import woad.launcher.cloud.DataDirectory;

/** All checks in the order in which a person would mend what they find. */
public final class Doctor {
    private Doctor() {}

    /** Looks at the computer as far as a cloud in this directory is concerned. */
    public static List<Finding> examine(DataDirectory data) throws IOException {
        List<Check> checks = List.of(ToolChecks::java, ToolChecks::maven, ToolChecks::packages, HostChecks::privileges, HostChecks::serviceAccess,
                () -> AddressChecks.https(data), () -> AddressChecks.proxyPort(data), () -> AddressChecks.publicPool(data), HostChecks::memory,
                () -> HostChecks.disk(data), HostChecks::kernel, HostChecks::kvm);
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            findings.add(check.look());
        }
        return findings;
    }
}
