create table platform.work (
    queue       text not null,
    key         text not null,
    version     bigint not null default 1,
    attempts    integer not null default 0,
    due_at      timestamptz not null default now(),
    lease_until timestamptz,
    primary key (queue, key)
);
create index work_due on platform.work (queue, due_at);
