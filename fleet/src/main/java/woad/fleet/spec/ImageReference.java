package woad.fleet.spec;

/** An image of the catalogue by its URN parts, as in {@code debian:debian-12:12:latest}; {@code version} is never "latest" here. */
public record ImageReference(String publisher, String offer, String sku, String version) {
    @Override
    public String toString() {
        return String.join(":", publisher, offer, sku, version);
    }
}
