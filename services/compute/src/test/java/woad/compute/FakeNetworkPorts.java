package woad.compute;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.fleet.NetworkPorts;
import woad.fleet.spec.HostId;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;

/** Interfaces without networks: every id that does not end in "missing" is one; each belongs to one machine at most. */
final class FakeNetworkPorts implements NetworkPorts {
    private final Map<String, UUID> claims = new HashMap<>();
    private final Map<UUID, List<String>> machines = new HashMap<>();
    private final Map<UUID, HostId> places = new HashMap<>();

    @Override
    public synchronized Optional<Interface> find(Handle handle, String interfaceId) {
        return Optional.of(new Interface(interfaceId, portId(interfaceId), null, "francecentral", "02:00:00:00:00:01", List.of(), null));
    }

    @Override
    public synchronized List<Interface> claim(Handle handle, Machine machine, List<String> interfaceIds) {
        for (String id : interfaceIds) {
            if (id.endsWith("missing")) {
                throw new CloudException(ComputeError.INVALID_RESOURCE_REFERENCE, "The interface " + id + " does not exist.");
            }
            UUID owner = claims.get(id.toLowerCase(Locale.ROOT));
            if (owner != null && !owner.equals(machine.id())) {
                throw new CloudException(CommonError.CONFLICT, "The interface " + id + " is in use.");
            }
        }
        release(machine.id());
        interfaceIds.forEach(id -> claims.put(id.toLowerCase(Locale.ROOT), machine.id()));
        machines.put(machine.id(), interfaceIds);
        return interfaceIds.stream().map(id -> find(handle, id).orElseThrow()).toList();
    }

    @Override
    public synchronized List<String> place(Handle handle, UUID machine, HostId host) {
        places.put(machine, host);
        return machines.get(machine).stream().map(FakeNetworkPorts::portId).toList();
    }

    @Override
    public synchronized void unplace(Handle handle, UUID machine) {
        places.remove(machine);
    }

    @Override
    public synchronized void release(Handle handle, UUID machine) {
        release(machine);
    }

    private void release(UUID machine) {
        claims.values().removeIf(machine::equals);
        machines.remove(machine);
    }

    synchronized Optional<HostId> place(UUID machine) {
        return Optional.ofNullable(places.get(machine));
    }

    synchronized boolean claimed(String id) {
        return claims.containsKey(id.toLowerCase(Locale.ROOT));
    }

    private static String portId(String interfaceId) {
        return UUID.nameUUIDFromBytes(interfaceId.toLowerCase(Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
    }
}
