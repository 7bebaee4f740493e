package woad.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import woad.fleet.FleetStore;
import woad.fleet.NetworkPorts;
import woad.fleet.hosts.HostSignals;
import woad.fleet.hosts.Hosts;
import woad.fleet.spec.HostId;
import woad.platform.core.Json;
import woad.platform.store.Reconcilers;
import woad.platform.web.TestClient;
import woad.resources.TestCloud;

/** A cloud that offers Microsoft.Network, with hosts fc-1 and fc-2 in France Centre, which take what they are told when {@link #applyAll} says so. */
final class TestNetwork implements AutoCloseable {
    final TestCloud cloud;
    NetworkProvider provider;
    /** How far the network service's clock is ahead. */
    volatile Duration ahead = Duration.ZERO;
    private final Reconcilers reconcilers;
    private final List<NetworkPorts.Machine> machines = new java.util.ArrayList<>();
    private String group;
    private int groups;

    TestNetwork() {
        HostSignals signals = new HostSignals();
        cloud = new TestCloud(test -> resources -> {
            provider = new NetworkProvider(test.database, test.queue, new FleetStore(signals), test.profile, test.ids,
                    () -> Instant.now().plus(ahead));
            return List.of(provider);
        });
        Hosts hosts = new Hosts(cloud.database, signals, cloud.ids, InstantSource.system());
        for (String host : List.of("fc-1", "fc-2")) {
            hosts.register(new Hosts.Registration(new HostId(host), "francecentral", "1", "10.255.0." + host.charAt(3), new Hosts.Capacity(8, 8192, 100)));
        }
        reconcilers = new Reconcilers(cloud.database, cloud.queue, java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        reconcilers.start(provider.reconcilers());
        nextGroup();
    }

    /** Makes a new group, in which everything is from now on; for tests that share a cloud. */
    void nextGroup() {
        group = "/resourceGroups/net" + ++groups;
        assertThat(cloud.owner().put(cloud.url(group), "{\"location\":\"francecentral\"}").status()).isEqualTo(201);
    }

    /** The group after the subscription: {@code /resourceGroups/…}. */
    String group() {
        return group;
    }

    /** The URL of {@code type/name} in the group. */
    String url(String typeAndName) {
        return cloud.url(path(typeAndName));
    }

    /** The path of {@code type/name} in the group, after the subscription. */
    String path(String typeAndName) {
        return group + "/providers/Microsoft.Network/" + typeAndName;
    }

    /** How many rows of a table are for resources of the group. */
    int rows(String table) {
        return cloud.database.with(handle -> handle.createQuery("select count(*) from network." + table + " t where lower(t.resource_id) like :like")
                .bind("like", "%" + group.toLowerCase(java.util.Locale.ROOT) + "/%").mapTo(Integer.class).one());
    }

    /** PUTs {@code {"location", "properties"}} to {@code type/name} of the group; {@code json} with single quotes. */
    TestClient.Answer put(String typeAndName, String json) {
        return cloud.owner().put(url(typeAndName), body(json));
    }

    /** As {@link #put}, expecting success, waiting until it is provisioned. */
    JsonNode make(String typeAndName, String json) {
        TestClient.Answer answer = put(typeAndName, json);
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return get(typeAndName);
    }

    /** The resource once it is provisioned. */
    JsonNode get(String typeAndName) {
        try {
            TestClient.Answer answer = cloud.settled(path(typeAndName));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return answer.json();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    TestClient.Answer delete(String typeAndName) {
        return cloud.owner().delete(url(typeAndName));
    }

    /** Deletes and waits until nothing is left. */
    void remove(String typeAndName) throws InterruptedException {
        TestClient.Answer answer = delete(typeAndName);
        assertThat(answer.status()).as(answer.text()).isIn(200, 202, 204);
        assertThat(cloud.gone(path(typeAndName))).isTrue();
    }

    /** The ARM id of {@code type/name} in the group. */
    String id(String typeAndName) {
        return "/subscriptions/" + cloud.subscription + path(typeAndName);
    }

    /** A request body: location and properties, unless {@code json} has a location. */
    static String body(String json) {
        String text = json.replace('\'', '"');
        return text.contains("\"location\"") ? text : "{\"location\":\"francecentral\",\"properties\":" + text + "}";
    }

    NetworkPorts ports() {
        return provider.ports();
    }

    <T> T transaction(Function<Handle, T> work) {
        return cloud.database.transaction(work);
    }

    NetworkPorts.Machine machine(String name) {
        machines.add(new NetworkPorts.Machine(UUID.randomUUID(), "/subscriptions/" + cloud.subscription + group + "/providers/Microsoft.Compute/virtualMachines/" + name,
                name, cloud.tenant, "francecentral"));
        return machines.getLast();
    }

    /** Every machine made so far is gone. */
    void releaseMachines() {
        machines.forEach(machine -> transaction(handle -> {
            ports().release(handle, machine.id());
            return null;
        }));
        machines.clear();
    }

    /** What a host has to make true, by kind: {@code NETWORK} or {@code PORT}. */
    List<JsonNode> items(String host, String kind) {
        return cloud.database.with(handle -> handle.createQuery("select spec from fleet.item where host = :host and kind = :kind and desired order by id")
                .bind("host", host).bind("kind", kind).mapTo(String.class).list()).stream().map(Json::parse).toList();
    }

    /** All hosts take all that they were told. */
    void applyAll() {
        cloud.database.with(handle -> handle.execute("update fleet.host set applied_generation = generation"));
    }

    /** Hosts say that they could not make a port. */
    void failPorts(String host) {
        cloud.database.with(handle -> handle.createUpdate("""
                insert into fleet.observation (host, kind, id, state, observed_at)
                select host, kind, id, jsonb_build_object('id', id, 'generation', spec -> 'generation', 'state', 'FAILED', 'message', 'no room'), now()
                from fleet.item where host = :host and kind = 'PORT' and desired
                on conflict (host, kind, id) do update set state = excluded.state""").bind("host", host).execute());
    }

    @Override
    public void close() {
        reconcilers.close();
        cloud.close();
    }
}
