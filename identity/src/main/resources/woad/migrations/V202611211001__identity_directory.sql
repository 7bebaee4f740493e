create schema identity;

-- Customers and operators are two realms: every look-up of a tenant names the realm it serves.
create table identity.tenants (
    id             uuid primary key,
    realm          text not null check (realm in ('CUSTOMER', 'OPERATOR')),
    display_name   text not null,
    default_domain text not null unique check (default_domain = lower(default_domain)),
    enabled        boolean not null default true,
    password_grant boolean not null default false,
    created_at     timestamptz not null
);

-- Users, groups, applications and service principals. "properties" is the object as Microsoft Graph names its parts;
-- what look-ups and checks need is generated from it, so that the two cannot differ.
create table identity.objects (
    id                  uuid primary key,
    tenant_id           uuid not null references identity.tenants,
    kind                text not null check (kind in ('user', 'group', 'application', 'servicePrincipal')),
    properties          jsonb not null,
    created_at          timestamptz not null,
    session_version     bigint not null default 0, -- raised to end every session: tokens carry it
    enabled             boolean generated always as (coalesce((properties ->> 'accountEnabled')::boolean, true)) stored,
    user_principal_name text generated always as (lower(properties ->> 'userPrincipalName')) stored,
    app_id              uuid generated always as ((properties ->> 'appId')::uuid) stored,
    unique (tenant_id, id),
    check (kind <> 'user' or properties ->> 'userPrincipalName' is not null),
    check (kind not in ('application', 'servicePrincipal') or properties ->> 'appId' is not null)
);
create unique index objects_user_principal_name on identity.objects (user_principal_name) where kind = 'user';
create unique index objects_application on identity.objects (app_id) where kind = 'application';
create unique index objects_service_principal on identity.objects (tenant_id, app_id) where kind = 'servicePrincipal';
create index objects_by_kind on identity.objects (tenant_id, kind, id);
create index objects_identifier_uris on identity.objects using gin ((properties -> 'identifierUris')) where kind = 'application';

-- The tenant is part of both foreign keys: nothing can be a member of another tenant's group.
create table identity.memberships (
    tenant_id uuid not null,
    group_id  uuid not null,
    member_id uuid not null check (member_id <> group_id),
    primary key (group_id, member_id),
    foreign key (tenant_id, group_id) references identity.objects (tenant_id, id) on delete cascade,
    foreign key (tenant_id, member_id) references identity.objects (tenant_id, id) on delete cascade
);
create index memberships_of_member on identity.memberships (member_id);

create table identity.owners (
    tenant_id uuid not null,
    object_id uuid not null,
    owner_id  uuid not null,
    primary key (object_id, owner_id),
    foreign key (tenant_id, object_id) references identity.objects (tenant_id, id) on delete cascade,
    foreign key (tenant_id, owner_id) references identity.objects (tenant_id, id) on delete cascade
);
create index owners_of_owner on identity.owners (owner_id);

create table identity.directory_roles (
    tenant_id    uuid not null,
    principal_id uuid not null,
    role         text not null,
    primary key (principal_id, role),
    foreign key (tenant_id, principal_id) references identity.objects (tenant_id, id) on delete cascade
);

create table identity.passwords (
    user_id     uuid primary key references identity.objects on delete cascade,
    hash        text not null,
    must_change boolean not null,
    changed_at  timestamptz not null
);

-- Secrets are random (256 bits), so that a plain SHA-256 is enough and a token is issued fast.
create table identity.secrets (
    key_id       uuid primary key,
    object_id    uuid not null references identity.objects on delete cascade,
    hash         bytea not null,
    hint         text not null,
    display_name text,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null
);
create index secrets_of_object on identity.secrets (object_id);
