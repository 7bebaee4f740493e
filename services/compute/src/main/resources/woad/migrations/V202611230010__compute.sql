create schema compute;

-- A disk belongs to one machine at most; lun is -1 for an OS disk.
create table compute.attachment (
    disk       uuid primary key,
    machine    uuid not null,
    machine_id text not null,
    lun        integer not null,
    unique (machine, lun)
);

-- The key with which links to boot diagnostics are signed, wrapped by the root key.
create table compute.link_key (
    one     boolean primary key default true check (one),
    wrapped bytea not null
);
