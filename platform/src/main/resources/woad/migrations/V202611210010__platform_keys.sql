-- The root key under which this database's keys are wrapped: one, and never exchanged unnoticed.
create table platform.root_key (
    one boolean primary key default true check (one),
    id  text not null
);
-- Keys of tenants (resource is empty) and of their resources, wrapped.
create table platform.wrapped_key (
    tenant     uuid not null,
    resource   text not null,
    wrapped    bytea not null,
    created_at timestamptz not null default now(),
    primary key (tenant, resource)
);
