/**
 * The blob service: containers, blobs and their leases. The classes named after resources hold the logic, free of HTTP; those ending in
 * {@code Table} hold its SQL; those ending in {@code Endpoints} are its wire.
 */
package woad.storage.blob;
