package woad.identity.directory;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import woad.platform.core.PrincipalId;

/** Who is in which group, and who owns which object. The database keeps both within one tenant. */
public final class Memberships {
    /** The two relations between directory objects that Microsoft Graph shows as collections. */
    public enum Relation {
        MEMBERS("members", "identity.memberships", "group_id", "member_id"),
        OWNERS("owners", "identity.owners", "object_id", "owner_id");

        private final String graphName;
        private final String table;
        private final String from;
        private final String to;

        Relation(String graphName, String table, String from, String to) {
            this.graphName = graphName;
            this.table = table;
            this.from = from;
            this.to = to;
        }

        /** {@code members} or {@code owners}. */
        public String graphName() {
            return graphName;
        }
    }

    private Memberships() {}

    /** @return whether it is new */
    public static boolean add(Handle handle, Relation relation, DirectoryObject object, DirectoryObject related) {
        return handle.createUpdate("insert into " + relation.table + " (tenant_id, " + relation.from + ", " + relation.to
                        + ") values (:tenant, :from, :to) on conflict do nothing")
                .bind("tenant", object.tenant().value()).bind("from", object.id().value()).bind("to", related.id().value()).execute() > 0;
    }

    /** @return whether there was one */
    public static boolean remove(Handle handle, Relation relation, DirectoryObject object, UUID related) {
        return handle.createUpdate("delete from " + relation.table + " where tenant_id = :tenant and " + relation.from + " = :from and "
                        + relation.to + " = :to")
                .bind("tenant", object.tenant().value()).bind("from", object.id().value()).bind("to", related).execute() > 0;
    }

    /** The related objects, by id. */
    public static List<DirectoryObject> list(Handle handle, Relation relation, DirectoryObject object) {
        return handle.createQuery("select " + DirectoryObjects.COLUMNS + " from identity.objects o join " + relation.table + " r on r."
                        + relation.to + " = o.id where r." + relation.from + " = :from and o.tenant_id = :tenant order by o.id")
                .bind("from", object.id().value()).bind("tenant", object.tenant().value())
                .map((row, context) -> DirectoryObjects.read(row)).list();
    }

    /** What a principal owns, by id. */
    public static List<DirectoryObject> ownedBy(Handle handle, DirectoryObject owner) {
        return handle.createQuery("select " + DirectoryObjects.COLUMNS + """
                 from identity.objects o join identity.owners r on r.object_id = o.id
                where r.owner_id = :owner and o.tenant_id = :tenant order by o.id
                """)
                .bind("owner", owner.id().value()).bind("tenant", owner.tenant().value())
                .map((row, context) -> DirectoryObjects.read(row)).list();
    }

    /** Whether a principal owns an object. */
    public static boolean owns(Handle handle, PrincipalId owner, UUID object) {
        return handle.createQuery("select exists (select from identity.owners where object_id = :object and owner_id = :owner)")
                .bind("object", object).bind("owner", owner.value()).mapTo(Boolean.class).one();
    }

    /** The groups that hold an object, directly or through other groups. */
    public static Set<UUID> groupsOf(Handle handle, DirectoryObject member) {
        return handle.createQuery("""
                with recursive containing (id) as (
                    select group_id from identity.memberships where member_id = :member and tenant_id = :tenant
                    union select m.group_id from identity.memberships m join containing c on m.member_id = c.id)
                select id from containing
                """)
                .bind("member", member.id().value()).bind("tenant", member.tenant().value())
                .mapTo(UUID.class).stream().collect(Collectors.toSet());
    }
}
