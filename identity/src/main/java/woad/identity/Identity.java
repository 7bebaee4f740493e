package woad.identity;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.Set;
import woad.identity.directory.Directory;
import woad.identity.directory.Passwords;
import woad.identity.directory.Secrets;
import woad.identity.graph.GraphService;
import woad.identity.signin.AuthorizeEndpoint;
import woad.identity.signin.BrowserSessions;
import woad.identity.signin.DevicePages;
import woad.identity.signin.Guesses;
import woad.identity.signin.LogoutEndpoint;
import woad.identity.signin.PasswordCheck;
import woad.identity.signin.PasswordGrant;
import woad.identity.tokens.AuthorizationCodeGrant;
import woad.identity.tokens.AuthorizationCodes;
import woad.identity.tokens.ClientCredentialsGrant;
import woad.identity.tokens.ClientProof;
import woad.identity.tokens.Clients;
import woad.identity.tokens.DeviceCodeEndpoint;
import woad.identity.tokens.DeviceCodeGrant;
import woad.identity.tokens.DeviceCodes;
import woad.identity.tokens.DiscoveryEndpoints;
import woad.identity.tokens.Grant;
import woad.identity.tokens.LoginErrorFormat;
import woad.identity.tokens.PersonLookup;
import woad.identity.tokens.ProtectedResource;
import woad.identity.tokens.RealmProfile;
import woad.identity.tokens.RefreshTokenGrant;
import woad.identity.tokens.RefreshTokens;
import woad.identity.tokens.Scopes;
import woad.identity.tokens.SignInLog;
import woad.identity.tokens.SigningKeys;
import woad.identity.tokens.TokenAuthenticator;
import woad.identity.tokens.PrincipalStates;
import woad.identity.tokens.TokenEndpoint;
import woad.identity.tokens.TokenIssuer;
import woad.identity.tokens.UserTokens;
import woad.platform.core.Ids;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.web.Caller;
import woad.platform.web.Endpoint;
import woad.platform.web.HostPattern;
import woad.platform.web.WebService;

/** One realm's identity: its directory, its sign-in service, its Graph, and the check of its tokens. A cloud has two, which share nothing. */
public final class Identity {
    private final Database database;
    private final RealmProfile profile;
    private final InstantSource clock;
    private final SigningKeys keys;
    private final PrincipalStates states;
    private final Directory directory;
    private final WebService loginService;
    private final WebService graphService;

    /** @param hierarchy wraps the signing keys */
    public Identity(Database database, RealmProfile profile, Ids ids, InstantSource clock, KeyHierarchy hierarchy) {
        this.database = database;
        this.profile = profile;
        this.clock = clock;
        this.keys = new SigningKeys(database, profile.realm(), ids, clock, hierarchy);
        this.states = new PrincipalStates(database, profile.realm());
        Passwords passwords = new Passwords(ids);
        Secrets secrets = new Secrets(ids);
        this.directory = new Directory(database, profile.realm(), ids, clock, passwords, secrets);

        this.loginService = loginService(ids, passwords);
        this.graphService = GraphService.create(database, profile, ids, clock, passwords, secrets,
                authenticator(Set.of(profile.cloud().graphUrl(), "https://graph.microsoft.com", ProtectedResource.GRAPH.toString())));
    }

    private WebService loginService(Ids ids, Passwords passwords) {
        Clients clients = new Clients(profile);
        Scopes scopes = new Scopes(profile);
        TokenIssuer issuer = new TokenIssuer(profile, keys, ids, clock);
        SignInLog log = new SignInLog(ids);
        PersonLookup people = new PersonLookup(profile.realm());
        Guesses guesses = new Guesses(database, clock);
        PasswordCheck check = new PasswordCheck(database, people, passwords, guesses, clock);
        ClientProof proof = new ClientProof(clients, clock);
        RefreshTokens refreshTokens = new RefreshTokens(ids, clock);
        AuthorizationCodes authorizationCodes = new AuthorizationCodes(ids, clock);
        DeviceCodes deviceCodes = new DeviceCodes(ids, clock);
        UserTokens userTokens = new UserTokens(issuer, refreshTokens, clock);
        Map<String, Grant> grants = Map.of(
                "client_credentials", new ClientCredentialsGrant(database, profile, clients, scopes, issuer, clock),
                "authorization_code", new AuthorizationCodeGrant(database, profile, authorizationCodes, refreshTokens, people, proof, scopes, userTokens, clock),
                "refresh_token", new RefreshTokenGrant(database, profile, refreshTokens, people, proof, scopes, userTokens),
                "password", new PasswordGrant(database, profile.realm(), check, proof, scopes, refreshTokens, userTokens),
                "urn:ietf:params:oauth:grant-type:device_code",
                new DeviceCodeGrant(database, deviceCodes, refreshTokens, people, scopes, userTokens, clock));

        LoginErrorFormat errors = new LoginErrorFormat(profile.loginUrl(), clock);
        BrowserSessions sessions = new BrowserSessions(people, ids, clock);
        AuthorizeEndpoint.Parts parts = new AuthorizeEndpoint.Parts(database, profile, clients, scopes, sessions, check, log, ids, clock, errors);
        List<Endpoint> endpoints = new ArrayList<>(new DiscoveryEndpoints(database, profile, keys).endpoints());
        endpoints.addAll(new TokenEndpoint(grants, database, log, clock).endpoints());
        endpoints.addAll(new DeviceCodeEndpoint(database, profile, clients, scopes, deviceCodes).endpoints());
        endpoints.addAll(new AuthorizeEndpoint(parts, authorizationCodes).endpoints());
        endpoints.addAll(new DevicePages(parts, deviceCodes, guesses).endpoints());
        endpoints.addAll(new LogoutEndpoint(database, profile, sessions).endpoints());
        return new WebService("login", List.of(new HostPattern(profile.loginHost())), endpoints, null, null, errors);
    }

    /** What the operator does in this realm's directories. */
    public Directory directory() {
        return directory;
    }

    /** The sign-in service: {@code login.D}. */
    public WebService loginService() {
        return loginService;
    }

    /** Microsoft Graph: {@code graph.D}. Only the customers' realm has it open to the network. */
    public WebService graphService() {
        return graphService;
    }

    /** Removes what has expired, of both realms; to be called now and then, from any node. @return how many rows went */
    public int sweep() {
        return new Sweeper(database, clock).sweep();
    }

    /** The keys that sign this realm's tokens. */
    public SigningKeys signingKeys() {
        return keys;
    }

    /** A user or service principal as it is now, with its groups; empty where there is no such principal, or it is disabled. */
    public Optional<Caller> principal(TenantId tenant, PrincipalId principal) {
        return states.find(tenant, principal).filter(PrincipalStates.State::enabled)
                .map(state -> new Caller(profile.realm(), tenant, principal, state.kind().callerKind(), state.groups(), "", principal.toString()));
    }

    /** Checks tokens that are for one of the audiences, each with or without its trailing slash. */
    public TokenAuthenticator authenticator(Set<String> audiences) {
        return new TokenAuthenticator(profile, audiences, keys, states, clock);
    }
}
