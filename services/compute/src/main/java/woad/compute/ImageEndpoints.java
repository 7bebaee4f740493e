package woad.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/**
 * The catalogue of images: publishers, offers, skus, versions, each a bare array. Source: REST reference, "Virtual Machine Images".
 */
final class ImageEndpoints {
    private static final String BASE = "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/publishers";

    private final CloudProfile profile;

    ImageEndpoints(CloudProfile profile) {
        this.profile = profile;
    }

    List<Endpoint> endpoints() {
        return List.of(
                read("VirtualMachineImages_ListPublishers", "", "publishers/read", this::publishers),
                read("VirtualMachineImages_ListOffers", "/{publisher}/artifacttypes/vmimage/offers",
                        "publishers/artifacttypes/offers/read", this::offers),
                read("VirtualMachineImages_ListSkus", "/{publisher}/artifacttypes/vmimage/offers/{offer}/skus",
                        "publishers/artifacttypes/offers/skus/read", this::skus),
                read("VirtualMachineImages_List", "/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}/versions",
                        "publishers/artifacttypes/offers/skus/versions/read", this::versions),
                read("VirtualMachineImages_Get", "/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}/versions/{version}",
                        "publishers/artifacttypes/offers/skus/versions/read", this::version));
    }

    private static Endpoint read(String name, String path, String permission, Function<WebRequest, Object> answer) {
        return Endpoint.of(name, Method.GET, BASE + path, new Access.Permission("Microsoft.Compute/locations/" + permission,
                request -> "/subscriptions/" + request.pathValue("subscriptionId")), request -> WebResponse.ok(answer.apply(request)));
    }

    private ArrayNode publishers(WebRequest request) {
        return names(request, PlatformImages.all().stream().map(image -> image.reference().publisher()), "/publishers/");
    }

    private ArrayNode offers(WebRequest request) {
        return names(request, images(request).map(image -> image.reference().offer()), "/artifacttypes/vmimage/offers/");
    }

    private ArrayNode skus(WebRequest request) {
        return names(request, images(request).map(image -> image.reference().sku()), "/skus/");
    }

    private ArrayNode names(WebRequest request, Stream<String> names, String segment) {
        String location = Locations.require(profile, request.pathValue("location"));
        List<String> distinct = names.distinct().sorted().toList();
        if (distinct.isEmpty()) {
            throw notFound();
        }
        String parent = base(request, location) + (segment.equals("/publishers/") ? "" : "/publishers/" + request.pathValue("publisher"))
                + (segment.equals("/skus/") ? "/artifacttypes/vmimage/offers/" + request.pathValue("offer") : "");
        ArrayNode items = Json.MAPPER.createArrayNode();
        distinct.forEach(name -> items.addObject().put("location", location).put("name", name).put("id", parent + segment + name));
        return items;
    }

    private ArrayNode versions(WebRequest request) {
        String location = Locations.require(profile, request.pathValue("location"));
        String order = request.queryValue("$orderby").orElse("name asc").toLowerCase(Locale.ROOT).strip();
        if (!order.matches("name( (asc|desc))?")) {
            throw new CloudException(ComputeError.INVALID_FILTER, "The $orderby of image versions is 'name asc' or 'name desc'.", "$orderby", List.of());
        }
        String top = request.queryValue("$top").orElse(Integer.toString(Integer.MAX_VALUE));
        if (!top.matches("[1-9]\\d{0,9}")) {
            throw Refusal.parameter("$top", "The value '" + Refusal.printable(top) + "' of $top is not a positive number.");
        }
        List<PlatformImage> images = images(request).sorted(order.endsWith("desc") ? PlatformImages.BY_VERSION.reversed() : PlatformImages.BY_VERSION)
                .limit(Long.parseLong(top)).toList();
        if (images.isEmpty()) {
            throw notFound();
        }
        boolean expand = request.queryValue("$expand").orElse("").toLowerCase(Locale.ROOT).startsWith("properties");
        ArrayNode items = Json.MAPPER.createArrayNode();
        images.forEach(image -> items.add(expand ? render(request, location, image) : head(request, location, image)));
        return items;
    }

    private ObjectNode version(WebRequest request) {
        String location = Locations.require(profile, request.pathValue("location"));
        PlatformImage image = images(request).filter(i -> i.reference().version().equals(request.pathValue("version"))).findFirst()
                .orElseThrow(ImageEndpoints::notFound);
        return render(request, location, image);
    }

    private static Stream<PlatformImage> images(WebRequest request) {
        return PlatformImages.all().stream().filter(image -> matches(request, "publisher", image.reference().publisher())
                && matches(request, "offer", image.reference().offer()) && matches(request, "sku", image.reference().sku()));
    }

    private static boolean matches(WebRequest request, String part, String value) {
        String wanted = request.pathValues().get(part);
        return wanted == null || wanted.equalsIgnoreCase(value);
    }

    private static String base(WebRequest request, String location) {
        return "/Subscriptions/" + request.pathValue("subscriptionId") + "/Providers/Microsoft.Compute/Locations/" + location;
    }

    private static ObjectNode head(WebRequest request, String location, PlatformImage image) {
        return Json.object().put("location", location).put("name", image.reference().version()).put("id", id(request.pathValue("subscriptionId"), location, image));
    }

    /** The id of an image version in a subscription's view of the catalogue. */
    static String id(String subscription, String location, PlatformImage image) {
        return "/Subscriptions/" + subscription + "/Providers/Microsoft.Compute/Locations/" + location + "/Publishers/" + image.reference().publisher()
                + "/ArtifactTypes/VMImage/Offers/" + image.reference().offer() + "/Skus/" + image.reference().sku()
                + "/Versions/" + image.reference().version();
    }

    private static ObjectNode render(WebRequest request, String location, PlatformImage image) {
        ObjectNode node = head(request, location, image);
        ObjectNode properties = node.putObject("properties").put("hyperVGeneration", "V2").put("architecture", "x64").put("replicaType", "Managed")
                .put("replicaCount", 1);
        properties.putObject("osDiskImage").put("operatingSystem", "Linux").put("sizeInGb", image.sizeGib())
                .put("sizeInBytes", (long) image.sizeGib() << 30);
        properties.putArray("dataDiskImages");
        properties.putArray("features");
        properties.putObject("automaticOSUpgradeProperties").put("automaticOSUpgradeSupported", false);
        properties.putObject("disallowed").put("vmDiskType", "None");
        properties.putObject("imageDeprecationStatus").put("imageState", "Active");
        return node;
    }

    private static CloudException notFound() {
        return new CloudException(ComputeError.NOT_FOUND, "Artifact: VMImage was not found. List the images with 'az vm image list --all'.");
    }
}
