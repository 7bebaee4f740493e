package woad.compute;

import woad.fleet.spec.ImageReference;

/**
 * An image of the catalogue.
 *
 * @param alias   short name in the alias document
 * @param sizeGib smallest OS disk, in GiB
 */
public record PlatformImage(ImageReference reference, String alias, int sizeGib) {

    /** Whether it is of this publisher, offer and sku, without regard to case. */
    boolean isOf(String publisher, String offer, String sku) {
        return reference.publisher().equalsIgnoreCase(publisher) && reference.offer().equalsIgnoreCase(offer) && reference.sku().equalsIgnoreCase(sku);
    }
}
