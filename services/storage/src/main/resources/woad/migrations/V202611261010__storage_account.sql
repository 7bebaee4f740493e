create schema storage;

-- What the data plane needs to know of a storage account; written in the transactions that write the account's resource. Everything
-- that an account holds refers to it (on delete cascade). A deleted account has lost its name and its data key at once; the row, and
-- what refers to it, goes in the background.
create table storage.account (
    id                uuid primary key,
    name              text collate "C" unique check ((name is null) = (deleted_at is not null)),
    resource_id       text not null,
    tenant            uuid not null,
    subscription      uuid not null,
    region            text not null,
    kind              text not null,
    sku               text not null,
    hns               boolean not null,
    settings          jsonb not null,
    blob_service      jsonb not null,
    queue_service     jsonb not null,
    table_service     jsonb not null,
    management_policy jsonb,
    key1              bytea not null,
    key1_created_at   timestamptz not null,
    key2              bytea not null,
    key2_created_at   timestamptz not null,
    delegation_key    bytea not null,
    version           bigint not null default 1,
    created_at        timestamptz not null,
    deleted_at        timestamptz
);
create index account_subscription on storage.account (subscription, region) where deleted_at is null;
