/** Tenants and what is in their directories: users, groups, applications, service principals, passwords and secrets. */
package woad.identity.directory;
