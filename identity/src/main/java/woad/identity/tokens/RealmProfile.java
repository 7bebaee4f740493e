package woad.identity.tokens;

import java.util.List;
import woad.platform.core.CloudProfile;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;

/**
 * Where one realm signs in, and for what it gets tokens. The realms share no host, issuer, key, tenant or resource.
 *
 * @param loginUrl  for example {@code https://login.woad.test}, without a trailing slash
 * @param portalUrl the realm's web console
 */
public record RealmProfile(Caller.Realm realm, CloudProfile cloud, String loginUrl, String portalUrl, List<ProtectedResource> resources) {
    public RealmProfile {
        resources = List.copyOf(resources);
    }

    /** Customers: {@code login.D}. */
    public static RealmProfile customer(CloudProfile cloud) {
        return new RealmProfile(Caller.Realm.CUSTOMER, cloud, cloud.loginUrl(), cloud.portalUrl(), ProtectedResource.ofCustomers(cloud));
    }

    /** Operators: {@code login.operator.D}. */
    public static RealmProfile operator(CloudProfile cloud) {
        String domain = "operator." + cloud.domain();
        return new RealmProfile(Caller.Realm.OPERATOR, cloud, "https://login." + domain, "https://portal." + domain,
                ProtectedResource.ofOperators(domain));
    }

    /** The host name part of {@link #loginUrl}. */
    public String loginHost() {
        return loginUrl.substring("https://".length());
    }

    /** The issuer of tokens in form 1.0. */
    public String issuer(TenantId tenant) {
        return loginUrl + "/" + tenant + "/";
    }

    /** The issuer of tokens in form 2.0, id tokens included. */
    public String issuerV2(TenantId tenant) {
        return loginUrl + "/" + tenant + "/v2.0";
    }
}
