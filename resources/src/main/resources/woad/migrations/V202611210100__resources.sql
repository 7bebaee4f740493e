create schema resources;

create table resources.subscription (
    id           uuid primary key,
    tenant       uuid not null,
    display_name text not null,
    created_at   timestamptz not null
);
create index subscription_tenant on resources.subscription (tenant);

-- Resource groups are rows too (type microsoft.resources/resourcegroups, group_key null).
create table resources.resource (
    id_key          text collate "C" primary key,
    id              text not null,
    type_key        text not null,
    tenant          uuid not null,
    subscription    uuid not null references resources.subscription (id),
    group_key       text collate "C" references resources.resource (id_key),
    parent_key      text collate "C" references resources.resource (id_key),
    unique_id       uuid not null unique,
    location        text,
    tags            jsonb not null,
    envelope        jsonb not null,
    properties      jsonb not null,
    observed        jsonb not null,
    state           text not null,
    failure         jsonb,
    generation      bigint not null,
    etag            uuid not null,
    created_by      text not null,
    created_by_type text not null,
    created_at      timestamptz not null,
    changed_by      text not null,
    changed_by_type text not null,
    changed_at      timestamptz not null
);
create index resource_group on resources.resource (group_key);
create index resource_parent on resources.resource (parent_key) where parent_key is not null;
create index resource_subscription_type on resources.resource (subscription, type_key);

create table resources.operation (
    id           uuid primary key,
    tenant       uuid not null,
    subscription uuid not null,
    resource_key text collate "C" not null,
    resource_id  text not null,
    kind         text not null,
    generation   bigint not null,
    status       text not null,
    failure      jsonb,
    started_at   timestamptz not null,
    ended_at     timestamptz
);
create index operation_running on resources.operation (resource_key) where status = 'InProgress';

create table resources.activity (
    seq            bigint generated always as identity primary key,
    event_id       uuid not null,
    correlation_id uuid not null,
    operation_id   uuid not null,
    at             timestamptz not null,
    tenant         uuid not null,
    subscription   uuid not null,
    resource_id    text not null,
    group_key      text collate "C",
    action         text not null,
    status         text not null,
    caller         text not null,
    principal      uuid,
    client_address text not null
);
create index activity_subscription on resources.activity (subscription, at);

create table resources.role_assignment (
    id_key          text collate "C" primary key,
    id              text not null,
    name            uuid not null,
    tenant          uuid not null,
    scope           text not null,
    scope_key       text collate "C" not null,
    role            uuid not null,
    principal       uuid not null,
    principal_type  text not null,
    description     text,
    created_by      text not null,
    created_at      timestamptz not null,
    unique (tenant, scope_key, role, principal)
);
create index role_assignment_principal on resources.role_assignment (tenant, principal, scope_key);
