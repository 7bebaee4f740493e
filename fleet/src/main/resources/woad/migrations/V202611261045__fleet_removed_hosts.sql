-- A host that is gone for good stays as a name, so that what was on it can still be deleted.
alter table fleet.host drop constraint host_state_check;
alter table fleet.host add constraint host_state_check check (state in ('REGISTERED', 'UP', 'DOWN', 'REMOVED'));
