package woad.storage.account;

/** The properties of an account's services. */
public record ServiceProperties(BlobServiceProperties blob, SimpleServiceProperties queue, SimpleServiceProperties table) {
    /** As for a new account. */
    public static final ServiceProperties INITIAL = new ServiceProperties(BlobServiceProperties.INITIAL, SimpleServiceProperties.INITIAL, SimpleServiceProperties.INITIAL);

    /** The same with other properties of the blob service. */
    public ServiceProperties withBlob(BlobServiceProperties other) {
        return new ServiceProperties(other, queue, table);
    }

    /** The same with other properties of the queue service. */
    public ServiceProperties withQueue(SimpleServiceProperties other) {
        return new ServiceProperties(blob, other, table);
    }

    /** The same with other properties of the table service. */
    public ServiceProperties withTable(SimpleServiceProperties other) {
        return new ServiceProperties(blob, queue, other);
    }
}
