package woad.engines.qemu;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;
import woad.fleet.spi.EngineException;

/** The loadable modules of an unpacked kernel package. */
final class KernelModules {

    private static final String DEPENDS = "\0depends=";

    private final String release;
    private final Map<String, Path> files = new HashMap<>();

    /** @param root where the package was unpacked */
    KernelModules(Path root) throws IOException {
        Path modules = Stream.of("lib/modules", "usr/lib/modules").map(root::resolve).filter(Files::isDirectory).findFirst()
                .orElseThrow(() -> new EngineException("the kernel package holds no modules"));
        this.release = FileTrees.names(modules).getFirst();
        try (Stream<Path> all = Files.walk(modules)) {
            all.filter(file -> file.getFileName().toString().matches(".*\\.ko(\\.xz)?")).forEach(file -> files.put(nameOf(file), file));
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ko(\\.xz)?$", "").replace('-', '_');
    }

    /** Adds the modules named and those they need, so that {@code modprobe} finds them. What the kernel has built in is left out. */
    void addTo(CpioArchive archive, List<String> names) throws IOException {
        Map<String, List<String>> needs = new TreeMap<>();
        for (String name : names) {
            add(name, archive, needs);
        }
        StringBuilder index = new StringBuilder();
        needs.forEach((name, direct) -> index.append(name).append(".ko: ")
                .append(String.join(" ", allNeeded(name, needs).stream().map(needed -> needed + ".ko").toList())).append('\n'));
        archive.file(directory() + "/modules.dep", 0644, index.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private String directory() {
        return "usr/lib/modules/" + release;
    }

    private void add(String name, CpioArchive archive, Map<String, List<String>> needs) throws IOException {
        if (needs.containsKey(name) || !files.containsKey(name)) {
            return;
        }
        byte[] module = read(files.get(name));
        archive.file(directory() + "/" + name + ".ko", 0644, module);
        needs.put(name, dependencies(module).stream().filter(files::containsKey).toList());
        for (String needed : needs.get(name)) {
            add(needed, archive, needs);
        }
    }

    /** In the order of {@code modules.dep}: the module that must be loaded first comes last. */
    private static List<String> allNeeded(String name, Map<String, List<String>> needs) {
        Set<String> loadOrder = new LinkedHashSet<>();
        collect(name, needs, loadOrder);
        loadOrder.remove(name);
        return List.copyOf(loadOrder).reversed();
    }

    private static void collect(String name, Map<String, List<String>> needs, Set<String> loadOrder) {
        needs.get(name).forEach(needed -> collect(needed, needs, loadOrder));
        loadOrder.add(name);
    }

    private static byte[] read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (!file.toString().endsWith(".xz")) {
            return content;
        }
        try (XZInputStream unpacked = new XZInputStream(new ByteArrayInputStream(content))) {
            return unpacked.readAllBytes();
        }
    }

    /** Reads the {@code depends=} line of the module's {@code .modinfo} section. */
    private static List<String> dependencies(byte[] module) {
        String text = new String(module, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(DEPENDS);
        if (at < 0) {
            return List.of();
        }
        String names = text.substring(at + DEPENDS.length(), text.indexOf('\0', at + DEPENDS.length()));
        return Stream.of(names.split(",")).filter(name -> !name.isBlank()).map(name -> name.replace('-', '_')).toList();
    }
}
