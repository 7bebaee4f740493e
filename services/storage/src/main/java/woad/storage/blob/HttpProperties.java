package woad.storage.blob;

/**
 * What a client wants its readers to be told about a blob's bytes; each null where it is not set.
 *
 * @param md5 of the bytes: computed here where they came in one piece, otherwise as the client said
 */
public record HttpProperties(String type, String encoding, String language, String disposition, String cacheControl, byte[] md5) {
    /** Nothing. */
    public static final HttpProperties NONE = new HttpProperties(null, null, null, null, null, null);

    HttpProperties withMd5(byte[] other) {
        return new HttpProperties(type, encoding, language, disposition, cacheControl, other);
    }
}
