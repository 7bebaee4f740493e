/** {@code Microsoft.Storage}: accounts in the resource manager, and the data they hold. */
package woad.storage;
