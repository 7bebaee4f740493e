-- Tables and their entities. Deleting a table of any size is the removal of one row; its entities are swept in the background.
create table storage.entity_table (
    id         bigint generated always as identity unique,
    account    uuid not null references storage.account on delete cascade,
    key        text collate "C" not null,      -- the name in lower case
    name       text not null,
    policies   jsonb not null default '[]',
    created_at timestamptz not null default now(),
    primary key (account, key)
);

-- Tables that are gone and may have left entities.
create table storage.entity_table_waste (
    id    bigint primary key,
    since timestamptz not null default now()
);

create function storage.waste_entity_table() returns trigger language plpgsql as $$
begin
    insert into storage.entity_table_waste (id) values (old.id);
    return null;
end $$;
create trigger entity_table_deleted after delete on storage.entity_table for each row execute function storage.waste_entity_table();

-- Keys are UTF-16 code units, big-endian: so they sort as in Azure, and two of 1 KiB fit into an entry of the index. No foreign key
-- leads to the table: its check would have all writers lock the table's row.
create table storage.entity (
    table_id          bigint not null,
    partition_key     bytea not null,
    row_key           bytea not null,
    changed_at        timestamptz not null default now(),
    sealed_properties bytea not null,
    primary key (table_id, partition_key, row_key)
);
alter table storage.entity alter column sealed_properties set storage external;

insert into platform.work (queue, key) values ('storage.entitySweep', 'all');
