package woad.compute;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import woad.fleet.spec.ImageReference;
import woad.platform.core.CloudException;

/** The images that every customer may use, in every region. */
public final class PlatformImages {
    private static final List<PlatformImage> ALL = List.of(
            new PlatformImage(new ImageReference("woad", "tiny", "1", "1.0.0"), "Tiny", 1),
            new PlatformImage(new ImageReference("debian", "debian-12", "12", "1.0.0"), "Debian12", 4));

    /** Newest last: versions are three numbers. */
    static final Comparator<PlatformImage> BY_VERSION = Comparator.comparing(image -> image.reference().version(), PlatformImages::compareVersions);

    private PlatformImages() {}

    /** All versions of all images. */
    public static List<PlatformImage> all() {
        return ALL;
    }

    /** An image by what a machine was made with. */
    static Optional<PlatformImage> find(ImageReference reference) {
        return ALL.stream().filter(image -> image.isOf(reference.publisher(), reference.offer(), reference.sku())
                && image.reference().version().equals(reference.version())).findFirst();
    }

    /**
     * The image that a customer names; the version {@code latest} is the newest.
     *
     * @throws CloudException {@code PlatformImageNotFound}
     */
    static PlatformImage resolve(String publisher, String offer, String sku, String version) {
        return ALL.stream().filter(image -> image.isOf(publisher, offer, sku))
                .filter(image -> version.equalsIgnoreCase("latest") || image.reference().version().equals(version)).max(BY_VERSION)
                .orElseThrow(() -> new CloudException(ComputeError.PLATFORM_IMAGE_NOT_FOUND, "The platform image '"
                        + Refusal.printable(String.join(":", publisher, offer, sku, version)) + "' is not available. Verify that all fields in the storage profile"
                        + " are correct. List the images with 'az vm image list --all'.", "imageReference", List.of()));
    }

    static int compareVersions(String one, String other) {
        String[] left = one.split("\\.");
        String[] right = other.split("\\.");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
