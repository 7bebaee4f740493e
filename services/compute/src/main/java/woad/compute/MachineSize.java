package woad.compute;

/**
 * A size of virtual machines, as Azure publishes it.
 *
 * @param name           {@code Standard_D2s_v5}
 * @param family         of quotas: {@code standardDSv5Family}
 * @param memoryMib      as published; what a guest really gets, the region's rules say ({@code woad.fleet.RegionRules})
 * @param dataDisks      most data disks
 * @param interfaces     most network interfaces
 * @param temporaryMib   size of the temporary disk in the public contract; this cloud gives none
 * @param premiumStorage whether premium disks may be attached
 */
public record MachineSize(String name, String family, int vcpus, int memoryMib, int dataDisks, int interfaces, int temporaryMib,
                          boolean premiumStorage) {
    /** The name without its tier: {@code D2s_v5}. */
    public String shortName() {
        return name.substring(name.indexOf('_') + 1);
    }
}
