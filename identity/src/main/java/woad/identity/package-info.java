/** Entra-compatible identity: {@link woad.identity.Identity} puts a realm's parts together. */
package woad.identity;
