-- Deployments of templates to resource groups. What is sealed holds the template and its parameters, with their secrets.
create table resources.deployment (
    id_key         text collate "C" primary key,
    id             text not null,
    tenant         uuid not null,
    subscription   uuid not null references resources.subscription (id),
    group_key      text collate "C" not null references resources.resource (id_key) on delete cascade,
    run            uuid not null,
    caller         jsonb not null,
    client_address text not null,
    correlation_id uuid not null,
    state          text not null,
    canceling      boolean not null default false,
    sealed         bytea not null,
    parameters     text not null,
    template_hash  text not null,
    outputs        text,
    failure        text,
    started_at     timestamptz not null,
    ended_at       timestamptz
);
create index deployment_group on resources.deployment (group_key);

create table resources.deployment_step (
    deployment_key text collate "C" not null references resources.deployment (id_key) on delete cascade,
    run            uuid not null,
    position       integer not null,
    resource_id    text not null,
    resource_type  text not null,
    api_version    text not null,
    existing       boolean not null,
    state          text not null,
    operation      text,
    failure        text,
    started_at     timestamptz,
    ended_at       timestamptz,
    primary key (deployment_key, position)
);
