-- A client id is looked up in its tenant whatever the kind of object.
create index objects_by_app_id on identity.objects (tenant_id, app_id) where app_id is not null;
