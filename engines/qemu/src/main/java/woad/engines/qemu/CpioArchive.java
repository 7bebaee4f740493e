package woad.engines.qemu;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An initial RAM file system in the {@code newc} format (Linux, Documentation/driver-api/early-userspace/buffer-format):
 * everything belongs to root and is dated 1970, so that the same content gives the same bytes.
 */
final class CpioArchive {

    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    private record Entry(int mode, byte[] content) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** A directory and its parents. */
    CpioArchive directory(String path) {
        return directory(path, 0755);
    }

    CpioArchive directory(String path, int permissions) {
        makeParents(path);
        entries.put(path, new Entry(DIRECTORY | permissions, new byte[0]));
        return this;
    }

    CpioArchive file(String path, int permissions, byte[] content) {
        makeParents(path);
        entries.put(path, new Entry(FILE | permissions, content));
        return this;
    }

    CpioArchive link(String path, String target) {
        makeParents(path);
        entries.put(path, new Entry(LINK | 0777, target.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    boolean contains(String path) {
        return entries.containsKey(path);
    }

    private void makeParents(String path) {
        int slash = path.lastIndexOf('/');
        if (slash > 0 && !entries.containsKey(path.substring(0, slash))) {
            directory(path.substring(0, slash));
        }
    }

    void write(OutputStream out) throws IOException {
        int inode = 1;
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            writeEntry(out, inode++, named.getKey(), named.getValue());
        }
        writeEntry(out, 0, "TRAILER!!!", new Entry(0, new byte[0]));
    }

    private static void writeEntry(OutputStream out, int inode, String name, Entry entry) throws IOException {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int links = (entry.mode & DIRECTORY) != 0 ? 2 : 1;
        int[] fields = {inode, entry.mode, 0, 0, links, 0, entry.content.length, 0, 0, 0, 0, nameBytes.length, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format(Locale.ROOT, "%08X", field));
        }
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(nameBytes);
        pad(out, header.length() + nameBytes.length);
        out.write(entry.content);
        pad(out, entry.content.length);
    }

    private static void pad(OutputStream out, int written) throws IOException {
        out.write(new byte[(4 - written % 4) % 4]);
    }
}
