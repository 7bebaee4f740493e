package woad.platform.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;

/**
 * A request's body, bounded in size. What goes wrong with it is the client's: a body that is too long, stops arriving, or is cut off
 * is refused with a {@link CloudException}, not an {@link IOException}.
 */
final class BodyStream extends FilterInputStream {
    private final long limit;
    private long count;

    BodyStream(InputStream body, long limit) {
        super(body);
        this.limit = limit;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int read;
        try {
            read = in.read(into, offset, length);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new CloudException(CommonError.REQUEST_TIMEOUT, "The request body did not arrive, or not in time.", e);
        }
        if (read > 0) {
            count += read;
            if (count > limit) {
                throw tooLarge(limit);
            }
        }
        return read;
    }

    /** Not supported: bodies are read once, from the beginning to the end. */
    @Override
    public boolean markSupported() {
        return false;
    }

    static CloudException tooLarge(long limit) {
        return new CloudException(CommonError.REQUEST_TOO_LARGE, "The request body is larger than " + limit + " bytes.");
    }
}
