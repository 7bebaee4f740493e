package woad.network;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Free addresses of subnets: the lowest that nobody has. The caller holds the subnet, so that nobody else takes it. */
final class AddressPool {
    private AddressPool() {}

    /** The lowest free address of a subnet's prefix, or nothing where all are taken. */
    static Optional<String> free(Handle handle, UUID subnet, Prefix prefix) {
        return handle.createQuery("""
                select host(candidate) from (
                    select :first::inet as candidate
                    where not exists (select 1 from network.ip_configuration where subnet = :subnet and address = :first::inet)
                    union all
                    (select c.address + 1 from network.ip_configuration c
                     where c.subnet = :subnet and c.address >= :first::inet and c.address < :last::inet
                       and not exists (select 1 from network.ip_configuration n where n.subnet = :subnet and n.address = c.address + 1)
                     order by c.address limit 1)
                ) candidates order by candidate limit 1""")
                .bind("subnet", subnet).bind("first", Prefix.text(prefix.firstUsable())).bind("last", Prefix.text(prefix.lastUsable()))
                .mapTo(String.class).findOne();
    }
}
