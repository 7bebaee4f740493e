package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.doctor.Doctor;
import woad.launcher.doctor.Finding;
import woad.platform.core.Json;

/** {@code woad doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Checks whether a cloud can run on this computer, and says how to mend what is missing. Exit code 1 where any check fails.")
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--json", description = "For programs.")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = Doctor.examine(where.data());
        if (json) {
            out.println(Json.write(findings));
        } else {
            for (Finding finding : findings) {
                out.printf("%-4s  %-17s %s%n", word(finding.verdict()), finding.check(), finding.detail());
                if (!finding.mend().isEmpty()) {
                    out.printf("      %-17s mend: %s%n", "", finding.mend());
                }
            }
        }
        return findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.FAIL) ? 1 : 0;
    }

    private static String word(Finding.Verdict verdict) {
        return switch (verdict) {
            case PASS -> "pass";
            case WARN -> "warn";
            case FAIL -> "FAIL";
        };
    }
}
