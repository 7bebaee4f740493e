package woad.engines.localbytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.Pace;
import woad.platform.bytes.ScrubReport;

/** Reads files through from the device and compares their checksums. For one thread. */
final class ExtentScrub {
    private final Layout layout;
    private final Pace pace;
    private final byte[] chunk = new byte[ExtentFormat.STORED_CHUNK];
    private final DeviceBuffer device = new DeviceBuffer();
    private long extents;
    private long bytes;

    ExtentScrub(Layout layout, Pace pace) {
        this.layout = layout;
        this.pace = pace;
    }

    ScrubReport check(List<ExtentId> slice) throws InterruptedException {
        List<ScrubReport.Damage> damaged = new ArrayList<>();
        for (ExtentId id : slice) {
            try (DeviceBuffer.Reading file = device.open(layout.file(id))) {
                extents++;
                finding(id, file).ifPresent(finding -> damaged.add(new ScrubReport.Damage(id, finding)));
            } catch (NoSuchFileException e) {
                // Deleted since the slice was listed.
                continue;
            } catch (ClosedByInterruptException e) {
                Thread.interrupted();
                throw new InterruptedException("the scrub shall end");
            } catch (IOException e) {
                damaged.add(new ScrubReport.Damage(id, "it cannot be read: " + e.getMessage()));
            }
        }
        return new ScrubReport(extents, bytes, damaged, slice.isEmpty() ? Optional.empty() : Optional.of(slice.getLast()));
    }

    private Optional<String> finding(ExtentId id, DeviceBuffer.Reading file) throws IOException, InterruptedException {
        long length = ExtentFormat.length(file.length());
        if (length < 0) {
            return Optional.of("no extent has a file of " + file.length() + " bytes");
        }
        byte[] header = new byte[ExtentHeader.BYTES];
        read(file, header, header.length);
        try {
            ExtentHeader.parse(header, id);
        } catch (ExtentHeader.NotGenuine e) {
            return Optional.of(e.getMessage());
        }
        ChunkChecksum checksum = new ChunkChecksum(id);
        long chunks = ExtentFormat.chunks(length);
        for (long index = 0; index < chunks; index++) {
            int sealed = (int) Math.min(ExtentFormat.CHUNK, length - index * ExtentFormat.CHUNK) + ExtentFormat.TAG;
            read(file, chunk, sealed + ExtentFormat.CHECKSUM);
            if (checksum.of(chunk, sealed, index, index == chunks - 1) != ByteBuffer.wrap(chunk).getInt(sealed)) {
                return Optional.of("its chunk " + index + " does not match its checksum");
            }
        }
        return Optional.empty();
    }

    private void read(DeviceBuffer.Reading file, byte[] to, int length) throws IOException, InterruptedException {
        file.read(to, length);
        bytes += length;
        pace.worked(length);
    }
}
