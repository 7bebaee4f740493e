package woad.launcher.machines;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.engines.qemu.GuestImages;
import woad.fleet.spi.EngineException;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.Program;
import woad.launcher.process.Commands;
import woad.launcher.process.ProcessFile;
import woad.launcher.process.ProcessIdentity;
import woad.platform.keys.PrivateFiles;

/**
 * Builds the guest images of the catalogue on this computer: the agents cannot, since their hosts' networks lead nowhere but to
 * the cloud. The small one is built while the person waits, the other by a process of its own, for which an agent that needs the image waits.
 */
public record Images(Fleet fleet, Program program) {
    private static final List<String> OPTIONS = List.of("-Xms16m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Returns once the small image is there; nothing happens where all are. */
    public void ensure(Progress progress) throws IOException {
        GuestImages images = new GuestImages(Fleet.IMAGES);
        if (!images.isBuilt(GuestImages.TINY)) {
            Progress.Step step = progress.begin("guest image " + GuestImages.TINY);
            try {
                images.image(GuestImages.TINY, step::note);
            } catch (EngineException e) {
                throw new Failure("the guest image cannot be built: " + e.getMessage(), "see that apt-get update works here, then run the command again", e);
            }
            step.done(Fleet.IMAGES.toString());
        }
        if (!images.isBuilt(GuestImages.DEBIAN_12)) {
            // Low priority: nobody waits for it, and machines shall start meanwhile.
            List<String> command = new ArrayList<>(List.of("setsid", "nice", "-n", "19"));
            command.addAll(program.command(OPTIONS));
            command.addAll(List.of("images", "--data", fleet.data().root().toString()));
            new ProcessBuilder(command).directory(new File("/")).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(fleet.data().run().resolve("images.console").toFile())).start();
        }
    }

    /** Ends the process that builds, with all that it started; what is half done is built anew at the next start. */
    static void stop(Fleet fleet) throws IOException {
        Optional<ProcessIdentity> builder = Files.isDirectory(directory(fleet)) ? new ProcessFile(directory(fleet)).running(0) : Optional.empty();
        if (builder.isPresent()) {
            Commands.run(Duration.ofSeconds(10), List.of("kill", "-KILL", "--", "-" + builder.get().id()));
        }
    }

    private static Path directory(Fleet fleet) {
        return fleet.data().hosts().resolve("images");
    }

    /** Builds what is missing; for the process of its own. */
    public static void buildAll(Fleet fleet) throws IOException, InterruptedException {
        PrivateFiles.directory(directory(fleet));
        FileLock claim = new ProcessFile(directory(fleet)).claim();
        new GuestImages(Fleet.IMAGES).image(GuestImages.DEBIAN_12, System.out::println);
        claim.release();
    }
}
