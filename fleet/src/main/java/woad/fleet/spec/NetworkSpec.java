package woad.fleet.spec;

import java.util.List;
import java.util.Map;

/**
 * A virtual network as one host sees it: a routing domain of its own, apart from every other network even where address
 * ranges overlap.
 *
 * @param id       the network's unique id (a GUID)
 * @param prefixes all address prefixes of the network, both families, CIDR notation: what the tag VirtualNetwork means
 * @param names    host name (a label) to addresses of every machine in the network, for DNS
 * @param endpoints every interface of the network on any host of the region, this one included: each host routes between
 *                  the subnets itself, with the same gateway address, so none of them can ask the others' guests by ARP
 */
public record NetworkSpec(String id, long generation, List<String> prefixes, List<SubnetSpec> subnets,
                          Map<String, List<String>> names, List<Endpoint> endpoints) {
    public NetworkSpec {
        prefixes = List.copyOf(prefixes);
        subnets = List.copyOf(subnets);
        names = Map.copyOf(names);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Where an interface is.
     *
     * @param mac       lower-case, colon-separated
     * @param addresses its private addresses, both families
     */
    public record Endpoint(String subnetId, HostId host, String mac, List<String> addresses) {
        public Endpoint {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * One subnet: a segment stretched over the region's hosts. The first usable address of each prefix is the gateway.
     *
     * @param vni      VXLAN network identifier, 1 to 16777215, unique in the region
     * @param prefixes CIDR prefixes, at most one of each family
     */
    public record SubnetSpec(String id, int vni, List<String> prefixes) {
        public SubnetSpec {
            prefixes = List.copyOf(prefixes);
        }
    }
}
