create schema network;

-- What the service must find by relation: who refers to whom, and who has which address. Written in the transactions that write
-- the resources themselves; keys are resource ids in lower case.

create table network.security_group (
    id           uuid primary key,
    key          text collate "C" not null unique,
    resource_id  text not null,
    tenant       uuid not null,
    subscription uuid not null,
    region       text not null,
    rules        jsonb not null
);

create table network.virtual_network (
    id           uuid primary key,
    key          text collate "C" not null unique,
    resource_id  text not null,
    tenant       uuid not null,
    subscription uuid not null,
    region       text not null,
    prefixes     text[] not null
);

create table network.subnet (
    id              uuid primary key,
    virtual_network uuid not null references network.virtual_network (id),
    name_key        text collate "C" not null,
    name            text not null,
    region          text not null,
    vni             integer not null check (vni between 1 and 16777215),
    prefixes        text[] not null,
    security_group  uuid references network.security_group (id),
    unique (virtual_network, name_key),
    unique (region, vni)
);
create index subnet_security_group on network.subnet (security_group) where security_group is not null;

create table network.public_address (
    id           uuid primary key,
    key          text collate "C" not null unique,
    resource_id  text not null,
    tenant       uuid not null,
    subscription uuid not null,
    region       text not null,
    address      inet not null unique,
    label        text,
    unique (region, label)
);

-- A network interface; machine to placed_on are set while a virtual machine has it, placed_on while that is on a host.
create table network.interface (
    id              uuid primary key,
    key             text collate "C" not null unique,
    resource_id     text not null,
    tenant          uuid not null,
    subscription    uuid not null,
    region          text not null,
    mac             macaddr not null unique,
    virtual_network uuid not null references network.virtual_network (id),
    security_group  uuid references network.security_group (id),
    dns_label       text,
    machine         uuid,
    machine_id      text,
    computer_name   text,
    position        integer,
    placed_on       text,
    unique (machine, position)
);
create index interface_virtual_network on network.interface (virtual_network);
create index interface_security_group on network.interface (security_group) where security_group is not null;

create table network.ip_configuration (
    interface      uuid not null references network.interface (id) on delete cascade,
    name_key       text collate "C" not null,
    resource_id    text not null,
    position       integer not null,
    subnet         uuid not null references network.subnet (id),
    address        inet not null,
    public_address uuid unique references network.public_address (id),
    primary key (interface, name_key),
    unique (subnet, address)
);
create index security_group_subscription on network.security_group (subscription, region);
create index virtual_network_subscription on network.virtual_network (subscription, region);
create index public_address_subscription on network.public_address (subscription, region);
create index interface_subscription on network.interface (subscription, region);

-- What hosts were told: items of the fleet that this service put, so that only what changed is put again, and what is
-- no longer wanted is taken away. Written under the lock of the host.
create table network.placed_item (
    host            text not null,
    kind            text not null,
    id              uuid not null,
    virtual_network uuid not null,
    digest          bytea not null,
    generation      bigint not null,
    primary key (host, kind, id)
);
create index placed_item_virtual_network on network.placed_item (virtual_network);
create sequence network.generation;
