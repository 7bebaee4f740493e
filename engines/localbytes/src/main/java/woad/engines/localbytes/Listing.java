package woad.engines.localbytes;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.StoredExtent;
import woad.platform.core.Guid;

/** The extents that are in their places, in the order of their ids' text, which is also that of their directories. */
final class Listing {
    private final Layout layout;

    Listing(Layout layout) {
        this.layout = layout;
    }

    List<StoredExtent> page(Instant storedBefore, Optional<ExtentId> after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one extent, not " + limit);
        }
        List<StoredExtent> page = new ArrayList<>();
        String last = after.map(ExtentId::toString).orElse("");
        try {
            for (int directory = after.map(layout::directory).orElse(0); directory < Layout.DIRECTORIES; directory++) {
                for (String name : names(directory, last)) {
                    stat(ExtentId.parse(name)).filter(extent -> extent.stored().isBefore(storedBefore)).ifPresent(page::add);
                    if (page.size() == limit) {
                        return page;
                    }
                }
            }
            return page;
        } catch (IOException e) {
            throw Space.failed(e);
        }
    }

    private List<String> names(int directory, String after) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.directories().get(directory))) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.compareTo(after) > 0 && isOf(directory, name)) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            // Nothing was stored there yet.
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    /** Whether this store gave a file its name. */
    private boolean isOf(int directory, String name) {
        return Guid.matches(name) && layout.file(ExtentId.parse(name)).equals(layout.directories().get(directory).resolve(name));
    }

    /** Empty where it was deleted meanwhile. */
    private Optional<StoredExtent> stat(ExtentId id) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(layout.file(id), BasicFileAttributes.class);
            return Optional.of(new StoredExtent(id, attributes.size(), Instant.ofEpochMilli(attributes.lastModifiedTime().toMillis())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
