package woad.compute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import woad.platform.core.Json;
import woad.resources.Desired;
import woad.resources.Resource;

/**
 * What a virtual machine is to be: what the customer wrote, and the power that actions ask for. The power is stored beside the
 * customer's properties under a name that no client may use.
 *
 * @param bootEpoch counts the starts that were asked for; a guest of an earlier one is started anew
 */
record WantedMachine(MachineProperties properties, Power power, long bootEpoch) {
    /** The member of the stored properties that holds what is not the customer's. */
    static final String OWN = "$power";

    /** Whether it runs, and whether it keeps its place on a host when it does not. */
    enum Power { RUNNING, STOPPED, DEALLOCATED }

    private record Stored(Power power, long bootEpoch) {}

    /** As a new machine starts. */
    static WantedMachine first(MachineProperties properties) {
        return new WantedMachine(properties, Power.RUNNING, 1);
    }

    static WantedMachine of(Resource resource) {
        return of(resource.desired());
    }

    static WantedMachine of(Desired desired) {
        ObjectNode properties = desired.properties().deepCopy();
        try {
            Stored stored = Json.MAPPER.treeToValue(properties.remove(OWN), Stored.class);
            return new WantedMachine(Json.MAPPER.treeToValue(properties, MachineProperties.class), stored.power(), stored.bootEpoch());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored properties of a virtual machine cannot be read", e);
        }
    }

    /** These properties in place of a resource's. */
    Desired in(Desired desired) {
        ObjectNode all = Body.write(properties);
        all.set(OWN, Json.MAPPER.valueToTree(new Stored(power, bootEpoch)));
        return desired.withProperties(all);
    }

    WantedMachine with(MachineProperties other) {
        return new WantedMachine(other, power, bootEpoch);
    }

    WantedMachine with(Power other) {
        return new WantedMachine(properties, other, bootEpoch);
    }

    /** To be started, or started anew. */
    WantedMachine booted() {
        return new WantedMachine(properties, Power.RUNNING, bootEpoch + 1);
    }

    MachineSize size() {
        return MachineSizes.require(properties.hardwareProfile().vmSize());
    }

    /** The image its OS disk was made from. */
    PlatformImage image() {
        MachineProperties.Image image = properties.storageProfile().imageReference();
        return PlatformImages.resolve(image.publisher(), image.offer(), image.sku(), image.exactVersion());
    }
}
