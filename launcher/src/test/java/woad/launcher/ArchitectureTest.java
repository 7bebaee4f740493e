package woad.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the rooms apart and the bans of the style kept. */
class ArchitectureTest {
    private static final String[] COMPOSITION_ROOTS = {"woad.server..", "woad.launcher..", "woad.bench.."};
    private static final List<String> SERVICES = List.of("woad.network..", "woad.compute..", "woad.storage..");
    /** The agent's own composition root; the rest of its package gets clock and ids from there. */
    private static final String AGENT_ROOT = "woad.agent.AgentMain";
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).withImportOption(location -> !location.contains("-tests.jar")).importPackages("woad");
    }

    @Test
    void platformKnowsNoOtherRoom() {
        noClasses().that().resideInAPackage("woad.platform..").should().dependOnClassesThat().resideInAnyPackage("woad.identity..", "woad.resources..",
                "woad.fleet..", "woad.network..", "woad.compute..", "woad.storage..", "woad.engines..", "woad.agent..", "woad.portal..", "woad.server..", "woad.launcher..").check(classes);
    }

    @Test
    void theMiddleRoomsKnowNoServiceAndNotEachOther() {
        noClasses().that().resideInAPackage("woad.identity..").should().dependOnClassesThat().resideInAnyPackage("woad.resources..", "woad.fleet..",
                "woad.network..", "woad.compute..", "woad.storage..", "woad.portal..", "woad.server..", "woad.launcher..", "woad.agent..", "woad.engines..").check(classes);
        noClasses().that().resideInAPackage("woad.resources..").should().dependOnClassesThat().resideInAnyPackage("woad.identity..", "woad.fleet..",
                "woad.network..", "woad.compute..", "woad.storage..", "woad.portal..", "woad.server..", "woad.launcher..", "woad.agent..", "woad.engines..").check(classes);
        noClasses().that().resideInAPackage("woad.fleet..").should().dependOnClassesThat().resideInAnyPackage("woad.identity..", "woad.resources..",
                "woad.network..", "woad.compute..", "woad.storage..", "woad.portal..", "woad.server..", "woad.launcher..", "woad.agent..", "woad.engines..").check(classes);
    }

    @Test
    void servicesAndEnginesNeverSeeEachOther() {
        for (String service : SERVICES) {
            String[] others = SERVICES.stream().filter(other -> !other.equals(service)).toArray(String[]::new);
            noClasses().that().resideInAPackage(service).should().dependOnClassesThat().resideInAnyPackage(others).check(classes);
        }
        noClasses().that().resideInAPackage("woad.engines..").should().dependOnClassesThat().resideInAnyPackage("woad.resources..", "woad.identity..",
                "woad.network..", "woad.compute..", "woad.storage..", "woad.server..").check(classes);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("woad.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void timeIdsAndThreadsComeFromOutside() {
        noClasses().that().resideOutsideOfPackages(COMPOSITION_ROOTS).and().doNotHaveFullyQualifiedName(AGENT_ROOT).should().callMethod(Instant.class, "now").orShould().callMethod(UUID.class, "randomUUID")
                .orShould().callMethod(Clock.class, "systemUTC").orShould().callMethod(System.class, "currentTimeMillis")
                .because("what depends on them cannot be tested at another time; take an InstantSource or Ids in the constructor").check(classes);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses().that().resideOutsideOfPackages(COMPOSITION_ROOTS).and().doNotHaveFullyQualifiedName(AGENT_ROOT).should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .because("the log is System.Logger").check(classes);
    }
}
