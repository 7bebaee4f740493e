-- Queues and their messages. What a queue holds has a number of its own, so that deleting or clearing a queue of any length is the
-- change of one row: messages of a number that no queue has any more are swept in the background.
create sequence storage.queue_contents;

create table storage.queue (
    account    uuid not null references storage.account on delete cascade,
    name       text collate "C" not null,
    contents   bigint not null default nextval('storage.queue_contents'),
    metadata   jsonb not null,
    policies   jsonb not null default '[]',
    created_at timestamptz not null default now(),
    primary key (account, name)
);

-- Contents that no queue has any more.
create table storage.queue_waste (
    contents bigint primary key,
    since    timestamptz not null default now()
);

create function storage.waste_queue_contents() returns trigger language plpgsql as $$
begin
    insert into storage.queue_waste (contents) values (old.contents);
    return null;
end $$;
create trigger queue_deleted after delete on storage.queue for each row execute function storage.waste_queue_contents();
create trigger queue_cleared after update of contents on storage.queue for each row when (old.contents <> new.contents)
    execute function storage.waste_queue_contents();

-- No foreign key leads to the queue: its check would have all writers lock the queue's row. Times are those of the database's clock alone.
create table storage.message (
    contents    bigint not null,
    id          uuid not null,
    inserted_at timestamptz not null default now(),
    expires_at  timestamptz not null,
    visible_at  timestamptz not null,
    dequeued    integer not null default 0,
    receipt     uuid not null default gen_random_uuid(),
    sealed_text bytea not null,
    primary key (contents, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table storage.message alter column sealed_text set storage external;
create index message_due on storage.message (contents, visible_at);
create index message_expiry on storage.message (expires_at);

insert into platform.work (queue, key) values ('storage.queueSweep', 'all');
