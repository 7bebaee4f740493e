create schema portal;

-- Who is signed in at the portal. The id is the SHA-256 of what the browser holds; the token is wrapped by the key hierarchy.
create table portal.session (
    id         bytea primary key,
    token      bytea not null,
    name       text not null,
    expires_at timestamptz not null
);
