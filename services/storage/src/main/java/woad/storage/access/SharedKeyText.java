package woad.storage.access;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client signs with an account key. Source: "Authorize with Shared Key". Where clients differ in what the reference leaves open
 * (order of header names, space inside of values), there are several texts, the service's own first; each is over the whole request.
 */
final class SharedKeyText {
    private static final List<String> STANDARD_HEADERS = List.of("content-encoding", "content-language", "content-length", "content-md5", "content-type", "date",
            "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range");

    private final AccessRequest request;
    private final String account;
    private final ServiceVersion version;

    /** The two forms of the scheme. */
    enum Scheme { SHARED_KEY, SHARED_KEY_LITE }

    private SharedKeyText(AccessRequest request, String account, ServiceVersion version) {
        this.request = request;
        this.account = account;
        this.version = version;
    }

    /** The texts, of which the client signed one; each is made only when it is asked for. */
    static Stream<String> of(AccessRequest request, StorageService service, String account, Scheme scheme, ServiceVersion version) {
        SharedKeyText text = new SharedKeyText(request, account, version);
        return service == StorageService.TABLE ? text.ofTable(scheme) : text.ofOthers(scheme);
    }

    private Stream<String> ofTable(Scheme scheme) {
        String dated = request.header("x-ms-date").orElse(value("date")) + "\n" + shortResource();
        return Stream.of(switch (scheme) {
            case SHARED_KEY -> request.method() + "\n" + value("content-md5") + "\n" + value("content-type") + "\n" + dated;
            case SHARED_KEY_LITE -> dated;
        });
    }

    private Stream<String> ofOthers(Scheme scheme) {
        boolean full = scheme == Scheme.SHARED_KEY && version.from("2009-09-19");
        String head = full ? head() : request.method() + "\n" + value("content-md5") + "\n" + value("content-type") + "\n" + date() + "\n";
        String resource = full ? resource() : shortResource();
        return Stream.<Supplier<String>>of(() -> headers(HeaderOrder.WORDS, false), () -> headers(Comparator.naturalOrder(), false), () -> headers(HeaderOrder.WORDS, true))
                .map(headers -> head + headers.get() + resource).distinct();
    }

    private String head() {
        StringBuilder head = new StringBuilder(request.method()).append('\n');
        for (String name : STANDARD_HEADERS) {
            head.append(switch (name) {
                case "content-length" -> length();
                case "date" -> date();
                default -> value(name);
            }).append('\n');
        }
        return head.toString();
    }

    private String length() {
        String length = value("content-length");
        return length.equals("0") && version.from("2015-02-21") ? "" : length;
    }

    /** {@code x-ms-date}, where it is there, is signed as one of its own kind. */
    private String date() {
        return request.headers().containsKey("x-ms-date") ? "" : value("date");
    }

    private String value(String header) {
        return request.header(header).orElse("");
    }

    private String headers(Comparator<String> order, boolean folded) {
        StringBuilder text = new StringBuilder();
        request.headers().entrySet().stream().filter(header -> header.getKey().startsWith("x-ms-"))
                .filter(header -> !header.getValue().isBlank() || version.from("2016-05-31"))
                .sorted(Map.Entry.comparingByKey(order))
                .forEach(header -> text.append(header.getKey()).append(':').append(value(header.getValue(), folded)).append('\n'));
        return text.toString();
    }

    private static String value(String value, boolean folded) {
        return folded ? value.strip().replaceAll("\\s+", " ") : value.strip();
    }

    private String path() {
        return "/" + account + (request.rawPath().isEmpty() ? "/" : request.rawPath());
    }

    private String shortResource() {
        return path() + request.query().first("comp").map(comp -> "?comp=" + comp).orElse("");
    }

    private String resource() {
        StringBuilder text = new StringBuilder(path());
        request.query().parameters().stream().collect(Collectors.groupingBy(p -> p.name().toLowerCase(Locale.ROOT), TreeMap::new, Collectors.toList()))
                .forEach((name, parameters) -> text.append('\n').append(name).append(':')
                        .append(parameters.stream().map(Query.Parameter::value).sorted().collect(Collectors.joining(","))));
        return text.toString();
    }
}
