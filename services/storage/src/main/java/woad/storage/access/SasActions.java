package woad.storage.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Json;
import woad.platform.web.WebResponse;
import woad.resources.Resource;
import woad.resources.provider.Action;
import woad.resources.provider.Body;
import woad.storage.account.Account;
import woad.storage.account.AccountError;
import woad.storage.account.Accounts;

/**
 * Makes shared access signatures for callers of the resource manager, who need not see the key for it. Source: Storage Accounts REST
 * reference, List Account SAS and List Service SAS.
 */
public final class SasActions {
    private static final ServiceVersion VERSION = new ServiceVersion("2022-11-02");
    private static final String PERMISSIONS = "rwdxylacuptfi";
    private static final Map<String, StorageService> SERVICES = Map.of("blob", StorageService.BLOB, "queue", StorageService.QUEUE, "table", StorageService.TABLE);
    private static final Map<String, String> ENTITIES = Map.of("startPk", "spk", "endPk", "epk", "startRk", "srk", "endRk", "erk");
    private static final List<String> HEADERS = List.of("rscc", "rscd", "rsce", "rscl", "rsct");
    private static final int LONGEST_IDENTIFIER = 64;

    private final Accounts accounts;

    private SasActions(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The actions of accounts. */
    public static List<Action> of(Accounts accounts) {
        SasActions actions = new SasActions(accounts);
        return List.of(Action.perform("ListAccountSas", "Microsoft.Storage/storageAccounts/listAccountSas/action", actions::ofAccount),
                Action.perform("ListServiceSas", "Microsoft.Storage/storageAccounts/listServiceSas/action", actions::ofResource));
    }

    private WebResponse ofAccount(Handle handle, Resource resource, Action.Request request) {
        Account account = accounts.find(handle, resource.id().name()).orElseThrow();
        Body body = Body.of(request.body(), "request", AccountError.INVALID_VALUES);
        Token token = new Token();
        token.add("ss", letters(body, "signedServices", "bqtf"));
        token.add("srt", letters(body, "signedResourceTypes", "sco"));
        token.add("sp", letters(body, "signedPermission", PERMISSIONS));
        token.terms(body);
        byte[] key = key(body, account);
        body.end();
        if (!token.has("se")) {
            throw body.wrong("signedExpiry", "is missing");
        }
        return WebResponse.ok(Json.object().put("accountSasToken", token.signed(key, SasText.ofAccount(token.query(), VERSION, account.name()))));
    }

    private WebResponse ofResource(Handle handle, Resource resource, Action.Request request) {
        Account account = accounts.find(handle, resource.id().name()).orElseThrow();
        Body body = Body.of(request.body(), "request", AccountError.INVALID_VALUES);
        String name = body.requiredText("canonicalizedResource");
        StorageService service = service(body, name, account);
        Token token = new Token();
        switch (service) {
            case BLOB, DATA_LAKE -> token.add("sr", body.choice("signedResource", List.of("b", "c")).orElseThrow(() -> body.wrong("signedResource", "is missing")));
            case TABLE -> token.add("tn", name.substring(name.lastIndexOf('/') + 1));
            case QUEUE -> { }
        }
        body.ignore("signedResource");
        if (body.has("signedPermission")) {
            token.add("sp", letters(body, "signedPermission", PERMISSIONS));
        }
        token.terms(body);
        body.text("signedIdentifier").ifPresent(identifier -> {
            if (identifier.length() > LONGEST_IDENTIFIER) {
                throw body.wrong("signedIdentifier", "is longer than " + LONGEST_IDENTIFIER + " characters");
            }
            token.add("si", identifier);
        });
        ENTITIES.forEach((member, field) -> body.text(member).filter(value -> service == StorageService.TABLE).ifPresent(value -> token.add(field, value)));
        HEADERS.forEach(field -> body.text(field).filter(value -> service == StorageService.BLOB).ifPresent(value -> token.add(field, value)));
        byte[] key = key(body, account);
        body.end();
        if (!token.has("si") && (!token.has("se") || !token.has("sp"))) {
            throw body.wrong("signedExpiry", "and signedPermission must be there, or a signedIdentifier");
        }
        return WebResponse.ok(Json.object().put("serviceSasToken", token.signed(key, SasText.ofResource(token.query(), VERSION, service, name, null))));
    }

    /** The service of {@code /blob/account/container}. */
    private static StorageService service(Body body, String name, Account account) {
        String[] parts = name.split("/", 4);
        StorageService service = parts.length == 4 && parts[0].isEmpty() && parts[2].equals(account.name()) && !parts[3].isEmpty() ? SERVICES.get(parts[1]) : null;
        if (service == null) {
            throw body.wrong("canonicalizedResource", "must be of the form /blob/" + account.name() + "/…, /queue/… or /table/…");
        }
        return service;
    }

    private static String letters(Body body, String name, String known) {
        String letters = body.requiredText(name).replace(",", "").replace(" ", "");
        if (letters.isEmpty() || letters.chars().anyMatch(letter -> known.indexOf(letter) < 0) || letters.chars().distinct().count() != letters.length()) {
            throw body.wrong(name, "must be made of the letters " + known + ", each once");
        }
        return known.chars().filter(letter -> letters.indexOf(letter) >= 0).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static byte[] key(Body body, Account account) {
        return body.choice("keyToSign", List.of("key1", "key2")).orElse("key1").equals("key1") ? account.keys().key1() : account.keys().key2();
    }

    /** A signature in the making. */
    private static final class Token {
        private final List<Query.Parameter> fields = new ArrayList<>(List.of(new Query.Parameter("sv", VERSION.text())));

        void add(String name, String value) {
            fields.add(new Query.Parameter(name, value));
        }

        boolean has(String name) {
            return query().has(name);
        }

        Query query() {
            return new Query(fields);
        }

        /** Times, addresses and protocol. */
        void terms(Body body) {
            Optional<Instant> start = time(body, "signedStart");
            Optional<Instant> expiry = time(body, "signedExpiry");
            if (start.isPresent() && expiry.isPresent() && !start.get().isBefore(expiry.get())) {
                throw body.wrong("signedExpiry", "must be after signedStart");
            }
            start.ifPresent(at -> add("st", at.toString()));
            expiry.ifPresent(at -> add("se", at.toString()));
            body.text("signedIp").ifPresent(addresses -> add("sip", AddressRange.parse(addresses).map(range -> addresses)
                    .orElseThrow(() -> body.wrong("signedIp", "must be an address, or two with a hyphen between them"))));
            body.choice("signedProtocol", List.of("https", "https,http")).ifPresent(protocol -> add("spr", protocol));
        }

        private static Optional<Instant> time(Body body, String name) {
            return body.text(name).map(text -> SasTime.parse(text).orElseThrow(() -> body.wrong(name, "must be a time such as 2026-11-26T10:00:00Z"))
                    .truncatedTo(ChronoUnit.SECONDS));
        }

        String signed(byte[] key, String text) {
            add("sig", Base64.getEncoder().encodeToString(Hmac.sign(key, text)));
            return fields.stream().map(field -> field.name() + "=" + URLEncoder.encode(field.value(), StandardCharsets.UTF_8).replace("+", "%20"))
                    .collect(Collectors.joining("&"));
        }
    }
}
