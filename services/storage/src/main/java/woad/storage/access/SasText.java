package woad.storage.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is signed in a shared access signature. Sources: "Create an account SAS", "Create a service SAS" and "Create a user delegation
 * SAS", each with its forms by {@code sv}.
 */
final class SasText {
    private static final List<String> RESPONSE_HEADERS = List.of("rscc", "rscd", "rsce", "rscl", "rsct");

    private final Query query;
    private final ServiceVersion version;
    private final List<String> lines = new ArrayList<>();

    private SasText(Query query, ServiceVersion version) {
        this.query = query;
        this.version = version;
    }

    /** For a signature of a whole account. */
    static String ofAccount(Query query, ServiceVersion version, String account) {
        SasText text = new SasText(query, version);
        text.lines.add(account);
        text.fields("sp", "ss", "srt", "st", "se", "sip", "spr", "sv");
        if (version.from("2020-12-06")) {
            text.fields("ses");
        }
        return text.toString() + "\n";
    }

    /** For a signature of one resource, made with an account key. @param resource as {@link #resource} writes it */
    static String ofResource(Query query, ServiceVersion version, StorageService service, String resource, String moment) {
        SasText text = new SasText(query, version);
        text.fields("sp", "st", "se");
        text.lines.add(resource);
        text.fields("si");
        if (version.from("2015-04-05")) {
            text.fields("sip", "spr");
        }
        text.fields("sv");
        switch (service) {
            case BLOB, DATA_LAKE -> text.blob(moment);
            case TABLE -> text.fields("spk", "srk", "epk", "erk");
            case QUEUE -> { }
        }
        return text.toString();
    }

    private void blob(String moment) {
        if (version.from("2018-11-09")) {
            fields("sr");
            lines.add(moment == null ? "" : moment);
        }
        if (version.from("2020-12-06")) {
            fields("ses");
        }
        if (version.from("2013-08-15")) {
            fields(RESPONSE_HEADERS.toArray(String[]::new));
        }
    }

    /** For a signature of one resource, made with a user delegation key. */
    static String ofUser(AccessRequest request, ServiceVersion version, StorageService service, String resource, String moment) {
        SasText text = new SasText(request.query(), version);
        boolean blobs = service == StorageService.BLOB || service == StorageService.DATA_LAKE;
        text.fields("sp", "st", "se");
        text.lines.add(resource);
        text.fields("skoid", "sktid", "skt", "ske", "sks", "skv");
        if (blobs && version.from("2020-02-10")) {
            text.fields("saoid", "suoid", "scid");
        }
        if (version.from("2025-07-05")) {
            text.fields("skdutid", "sduoid");
        }
        text.fields("sip", "spr", "sv");
        if (blobs) {
            text.userBlob(request, moment);
        } else if (service == StorageService.TABLE) {
            text.fields("spk", "srk", "epk", "erk");
        }
        return text.toString();
    }

    private void userBlob(AccessRequest request, String moment) {
        fields("sr");
        lines.add(moment == null ? "" : moment);
        if (version.from("2020-12-06")) {
            fields("ses");
        }
        if (version.from("2026-04-06")) {
            lines.add(signedHeaders(request));
            lines.add(signedParameters());
        }
        fields(RESPONSE_HEADERS.toArray(String[]::new));
    }

    /** The headers named in {@code srh}, in that order, with their values in the request, a line each. */
    private String signedHeaders(AccessRequest request) {
        return names("srh").stream().map(name -> name + ":" + request.header(name.toLowerCase(Locale.ROOT)).orElse("") + "\n").collect(Collectors.joining());
    }

    /** The parameters named in {@code srq}, in that order, with their values in the request, a line each. */
    private String signedParameters() {
        return names("srq").stream().map(name -> "\n" + name + ":" + query.first(name.toLowerCase(Locale.ROOT)).orElse("")).collect(Collectors.joining());
    }

    private List<String> names(String field) {
        return query.first(field).stream().flatMap(names -> Arrays.stream(names.split(","))).filter(name -> !name.isEmpty()).toList();
    }

    private void fields(String... names) {
        for (String name : names) {
            lines.add(query.first(name).orElse(""));
        }
    }

    /** The name of what is signed: {@code /blob/account/container/path}; without the service before 2015-02-21. */
    static String resource(ServiceVersion version, StorageService service, String account, String name) {
        return (version.from("2015-02-21") ? "/" + service.resourcePrefix() : "") + "/" + account + "/" + name;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
