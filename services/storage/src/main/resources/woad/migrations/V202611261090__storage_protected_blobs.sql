-- Whether an account has blobs that keep it from being deleted is asked of few rows.
create index blob_protected on storage.blob (container) where legal_hold or immutable_until is not null;
