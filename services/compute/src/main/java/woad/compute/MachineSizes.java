package woad.compute;

import java.util.List;
import java.util.Optional;
import woad.platform.core.CloudException;

/** The sizes on offer, in every region. Among them is every size that a current client takes when it is told none. */
public final class MachineSizes {
    private static final List<MachineSize> ALL = List.of(
            size("Standard_B1s", "standardBSFamily", 1, 1024, 2, 2, 4096, true),
            size("Standard_B1ms", "standardBSFamily", 1, 2048, 2, 2, 4096, true),
            size("Standard_B2s", "standardBSFamily", 2, 4096, 4, 3, 8192, true),
            size("Standard_B2ms", "standardBSFamily", 2, 8192, 4, 3, 16384, true),
            size("Standard_B4ms", "standardBSFamily", 4, 16384, 8, 4, 32768, true),
            size("Standard_B2ats_v2", "standardBasv2Family", 2, 1024, 4, 2, 0, true),
            size("Standard_B2als_v2", "standardBasv2Family", 2, 4096, 4, 2, 0, true),
            size("Standard_B2s_v2", "standardBsv2Family", 2, 8192, 4, 2, 0, true),
            size("Standard_D1_v2", "standardDv2Family", 1, 3584, 4, 2, 51200, false),
            size("Standard_D2_v2", "standardDv2Family", 2, 7168, 8, 2, 102400, false),
            size("Standard_DS1_v2", "standardDSv2Family", 1, 3584, 4, 2, 7168, true),
            size("Standard_DS2_v2", "standardDSv2Family", 2, 7168, 8, 2, 14336, true),
            size("Standard_D2_v3", "standardDv3Family", 2, 8192, 4, 2, 51200, false),
            size("Standard_D2s_v3", "standardDSv3Family", 2, 8192, 4, 2, 16384, true),
            size("Standard_D4s_v3", "standardDSv3Family", 4, 16384, 8, 2, 32768, true),
            size("Standard_D2s_v4", "standardDSv4Family", 2, 8192, 4, 2, 0, true),
            size("Standard_D2ds_v4", "standardDDSv4Family", 2, 8192, 4, 2, 76800, true),
            size("Standard_D2s_v5", "standardDSv5Family", 2, 8192, 4, 2, 0, true),
            size("Standard_D4s_v5", "standardDSv5Family", 4, 16384, 8, 2, 0, true),
            size("Standard_D2as_v5", "standardDASv5Family", 2, 8192, 4, 2, 0, true),
            size("Standard_D2ds_v5", "standardDDSv5Family", 2, 8192, 4, 2, 76800, true),
            size("Standard_D2s_v6", "standardDsv6Family", 2, 8192, 8, 2, 0, true),
            size("Standard_E2s_v5", "standardESv5Family", 2, 16384, 4, 2, 0, true),
            size("Standard_F2s_v2", "standardFSv2Family", 2, 4096, 4, 2, 16384, true));

    private MachineSizes() {}

    /** All sizes, in the order in which they are listed. */
    public static List<MachineSize> all() {
        return ALL;
    }

    /** A size by its name, without regard to case. */
    public static Optional<MachineSize> find(String name) {
        return ALL.stream().filter(size -> size.name().equalsIgnoreCase(name)).findFirst();
    }

    /** @throws CloudException {@code InvalidParameter} where there is no such size */
    static MachineSize require(String name) {
        return find(name).orElseThrow(() -> Refusal.parameter("hardwareProfile.vmSize", "The value '" + Refusal.printable(name)
                + "' of parameter 'vmSize' is not a size of this cloud. List the sizes with 'az vm list-sizes -l <location>'."));
    }

    private static MachineSize size(String name, String family, int vcpus, int memoryMib, int dataDisks, int interfaces, int temporaryMib,
                                    boolean premiumStorage) {
        return new MachineSize(name, family, vcpus, memoryMib, dataDisks, interfaces, temporaryMib, premiumStorage);
    }
}
