-- Containers of an account. One that was soft-deleted keeps its row, without its name being taken, until it is purged.
create table storage.container (
    id              uuid primary key,
    account         uuid not null references storage.account on delete cascade,
    name            text collate "C" not null,
    etag            bigint not null,
    last_modified   timestamptz not null,
    created_at      timestamptz not null,
    metadata        jsonb not null default '{}',
    public_access   text not null default 'none',
    policies        jsonb not null default '[]',
    lease_id        text,
    lease_seconds   integer,
    lease_until     timestamptz,
    lease_break_at  timestamptz,
    deleted_at      timestamptz,
    deleted_version text,
    purge_at        timestamptz
);
create unique index container_name on storage.container (account, name) where deleted_at is null;
create index container_deleted on storage.container (account, name, deleted_version) where deleted_at is not null;
create index container_purge on storage.container (purge_at) where deleted_at is not null;

-- What a container held goes in the background, whoever removed its row (its account's end does, too).
create table storage.removed_container (
    id         uuid primary key,
    removed_at timestamptz not null default now()
);
create function storage.remember_removed_containers() returns trigger language plpgsql as $$
begin
    insert into storage.removed_container (id) select id from gone on conflict do nothing;
    return null;
end $$;
create trigger container_removed after delete on storage.container
    referencing old table as gone for each statement execute function storage.remember_removed_containers();

-- Every state of every blob. The present state of a blob has moment 'infinity'; other states are told apart by theirs: a snapshot's or a
-- version's time. A blob that was soft-deleted has no present state, and its last one is kept with current = false.
-- The key's order is that of listings. There is no foreign key to the container, whose row every write would have to lock.
create table storage.blob (
    container           uuid not null,
    current             boolean not null,
    name                text collate "C" not null,
    moment              timestamptz not null default 'infinity',
    type                text not null,
    etag                bigint not null,
    created_at          timestamptz not null,
    last_modified       timestamptz not null,
    length              bigint not null,
    -- Identifies the bytes of this state: those in sealed, or else those of storage.blob_extent.
    content             uuid not null,
    sealed              bytea,
    content_type        text,
    content_encoding    text,
    content_language    text,
    content_disposition text,
    cache_control       text,
    content_md5         bytea,
    metadata            jsonb,
    tags                jsonb,
    tier                text,
    tier_changed_at     timestamptz,
    rehydrate_to        text,
    rehydrate_priority  text,
    rehydrate_at        timestamptz,
    sequence_number     bigint,
    block_count         integer,
    append_sealed       boolean,
    copy                jsonb,
    lease_id            text,
    lease_seconds       integer,
    lease_until         timestamptz,
    lease_break_at      timestamptz,
    snapshot            timestamptz,
    version             timestamptz,
    deleted_at          timestamptz,
    purge_at            timestamptz,
    immutable_until     timestamptz,
    immutability_mode   text,
    legal_hold          boolean not null default false,
    primary key (container, current, name, moment)
) with (fillfactor = 90);
alter table storage.blob alter column sealed set storage external;
create index blob_purge on storage.blob (purge_at) where purge_at is not null;
create index blob_rehydrate on storage.blob (rehydrate_at) where rehydrate_at is not null;

-- The bytes of contents that are not sealed in their row: runs one after the other, each an extent of the store, or sealed in the row where
-- it is short. A run may be a part of its extent: what begins at skip, of whole bytes. An extent may belong to several contents.
create table storage.blob_extent (
    content uuid not null,
    start   bigint not null,
    length  bigint not null,
    extent  uuid not null,
    skip    bigint not null default 0,
    whole   bigint not null,
    sealed  bytea,
    block   text,
    primary key (content, start)
);
alter table storage.blob_extent alter column sealed set storage external;
create index blob_extent_extent on storage.blob_extent (extent) where sealed is null;

-- Blocks that were put and not yet committed.
create table storage.staged_block (
    container uuid not null,
    name      text collate "C" not null,
    block     text collate "C" not null,
    length    bigint not null,
    extent    uuid not null,
    sealed    bytea,
    staged_at timestamptz not null,
    primary key (container, name, block)
);
alter table storage.staged_block alter column sealed set storage external;
create index staged_block_extent on storage.staged_block (extent) where sealed is null;
create index staged_block_age on storage.staged_block (staged_at);

-- Contents that no blob has any more; their runs go once those who still read them are done.
create table storage.dead_content (
    content uuid primary key,
    due_at  timestamptz not null
);
create index dead_content_due on storage.dead_content (due_at);

-- Extents that may be without an owner: deleted from the store when due, unless something names them.
create table storage.garbage_extent (
    extent uuid primary key,
    due_at timestamptz not null
);
create index garbage_extent_due on storage.garbage_extent (due_at);

-- Tags of present blobs, for finding blobs by them.
create table storage.blob_tag (
    account   uuid not null,
    key       text collate "C" not null,
    value     text collate "C" not null,
    container uuid not null,
    name      text collate "C" not null,
    primary key (account, key, value, container, name)
);
create index blob_tag_blob on storage.blob_tag (container, name);

-- The work of giving back what nobody has any more; it comes up again by itself.
insert into platform.work (queue, key) values ('storage.blobReclaim', '*') on conflict do nothing;
