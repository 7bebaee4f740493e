-- Private keys are wrapped by the key hierarchy; the database alone can sign nothing.
create table identity.signing_keys (
    kid         text primary key,
    realm       text not null,
    public_key  bytea not null,
    private_key bytea not null,
    created_at  timestamptz not null,
    retires_at  timestamptz
);

create table identity.sign_ins (
    id             uuid primary key,
    at             timestamptz not null,
    tenant_id      uuid,
    principal_id   uuid,
    name           text,
    client_id      text,
    resource       text,
    kind           text not null,
    client_address text not null,
    error_number   integer not null,
    correlation_id uuid not null
);
create index sign_ins_by_tenant on identity.sign_ins (tenant_id, at);

-- One family per sign-in of a person to an application; a token used twice revokes it.
create table identity.grants (
    id         uuid primary key,
    tenant_id  uuid not null references identity.tenants,
    user_id    uuid not null references identity.objects on delete cascade,
    client_id  text not null,
    scope      text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index grants_of_user on identity.grants (user_id);

create table identity.refresh_tokens (
    hash       bytea primary key,
    grant_id   uuid not null references identity.grants on delete cascade,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index refresh_tokens_of_grant on identity.refresh_tokens (grant_id);

create table identity.authorization_codes (
    hash           bytea primary key,
    tenant_id      uuid not null references identity.tenants,
    user_id        uuid not null references identity.objects on delete cascade,
    client_id      text not null,
    redirect_uri   text not null,
    scope          text not null,
    nonce          text,
    code_challenge text,
    expires_at     timestamptz not null,
    used_at        timestamptz,
    grant_id       uuid
);

create table identity.device_codes (
    hash           bytea primary key,
    user_code      text not null unique,
    client_id      text not null,
    tenant_id      uuid references identity.tenants,
    scope          text not null,
    client_address text not null,
    state          text not null default 'PENDING' check (state in ('PENDING', 'APPROVED', 'DENIED', 'REDEEMED')),
    user_id        uuid references identity.objects on delete cascade,
    expires_at     timestamptz not null,
    polled_at      timestamptz,
    poll_seconds   integer not null
);

create table identity.browser_sessions (
    hash       bytea primary key,
    user_id    uuid not null references identity.objects on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

-- Wrong guesses, by account name or client address (hashed): how many, and until when further ones are refused.
create table identity.guesses (
    subject       bytea primary key,
    failures      integer not null,
    last_at       timestamptz not null,
    blocked_until timestamptz not null
);
