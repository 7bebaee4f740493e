create schema fleet;

create table fleet.host (
    id                  text primary key,
    region              text not null,
    zone                text not null,
    underlay_address    text not null,
    vcpus               integer not null,
    memory_mib          bigint not null,
    disk_gib            bigint not null,
    reserved_vcpus      integer not null default 0 check (reserved_vcpus >= 0),
    reserved_memory_mib bigint not null default 0 check (reserved_memory_mib >= 0),
    reserved_disk_gib   bigint not null default 0 check (reserved_disk_gib >= 0),
    state               text not null default 'REGISTERED' check (state in ('REGISTERED', 'UP', 'DOWN')),
    schedulable         boolean not null default true,
    accelerator         text,
    generation          bigint not null default 0,
    applied_generation  bigint not null default 0,
    last_seen           timestamptz,
    key_hash            bytea
);

create table fleet.enrolment_token (
    hash       bytea primary key,
    host       text not null references fleet.host on delete cascade,
    expires_at timestamptz not null,
    key_hash   bytea
);

-- What each host must make true. An item that is no longer desired stays until its host reports that nothing is left of it.
create table fleet.item (
    host            text not null references fleet.host on delete cascade,
    kind            text not null check (kind in ('DISK', 'MACHINE', 'NETWORK', 'PORT')),
    id              text not null,
    desired         boolean not null default true,
    host_generation bigint not null,
    tenant          uuid,
    spec            jsonb not null,
    work_queue      text not null,
    work_key        text not null,
    primary key (host, kind, id)
);
create index item_by_id on fleet.item (kind, id);

create table fleet.observation (
    host        text not null references fleet.host on delete cascade,
    kind        text not null,
    id          text not null,
    state       jsonb not null,
    observed_at timestamptz not null,
    primary key (host, kind, id)
);

create table fleet.reservation (
    id         text primary key,
    host       text not null references fleet.host on delete cascade,
    vcpus      integer not null,
    memory_mib bigint not null,
    disk_gib   bigint not null
);
create index reservation_by_host on fleet.reservation (host);

-- The end of what each machine wrote to its serial port, in the pieces in which it came.
create table fleet.serial_log (
    machine text not null,
    start   bigint not null,
    bytes   bytea not null,
    primary key (machine, start)
);
