-- A walk over the whole store of objects' bytes; one without an end goes on after "last".
create table platform.scrub (
    started_at timestamptz primary key,
    ended_at   timestamptz,
    last       uuid,
    extents    bigint not null default 0,
    bytes      bigint not null default 0,
    damaged    bigint not null default 0
);
-- The first of what a walk found.
create table platform.scrub_damage (
    started_at timestamptz not null references platform.scrub on delete cascade,
    extent     uuid not null,
    finding    text not null,
    primary key (started_at, extent)
);
insert into platform.work (queue, key) values ('platform.scrub', '*') on conflict do nothing;
