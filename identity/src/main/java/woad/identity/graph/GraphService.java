package woad.identity.graph;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import woad.identity.directory.Passwords;
import woad.identity.directory.Secrets;
import woad.identity.tokens.RealmProfile;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.platform.web.Authenticator;
import woad.platform.web.Endpoint;
import woad.platform.web.HostPattern;
import woad.platform.web.WebService;

/** {@code graph.D}: Microsoft Graph v1.0 of the directory. Source: Microsoft Graph REST API v1.0 reference, "Identity and access". */
public final class GraphService {
    private GraphService() {}

    /** The service. @param authenticator of tokens that are for Graph */
    public static WebService create(Database database, RealmProfile profile, Ids ids, InstantSource clock, Passwords passwords, Secrets secrets,
                                    Authenticator authenticator) {
        GraphView view = new GraphView(profile.cloud().graphUrl());
        References references = new References(view.root());
        Creation creation = new Creation(ids, clock);
        List<Endpoint> endpoints = new ArrayList<>();
        for (Lifecycle lifecycle : List.of(new UserLifecycle(creation, profile.realm(), passwords), new GroupLifecycle(creation, references),
                new ApplicationLifecycle(creation), new ServicePrincipalLifecycle(creation))) {
            endpoints.addAll(new ObjectEndpoints(database, view, lifecycle).endpoints());
        }
        endpoints.addAll(new RelationEndpoints(database, view, references).endpoints());
        endpoints.addAll(new PasswordEndpoints(database, view, secrets, clock).endpoints());
        endpoints.addAll(new DirectoryObjectEndpoints(database, view).endpoints());
        endpoints.addAll(new MeEndpoints(database, view, profile.realm(), clock).endpoints());
        return new WebService("graph", List.of(new HostPattern(profile.cloud().graphUrl().substring("https://".length()))), endpoints, authenticator,
                new GraphAuthoriser(database), new GraphErrorFormat(clock));
    }
}
