/**
 * Who may do what with the data of a storage account: account keys, shared access signatures, tokens of the directory and nobody in
 * particular are proven by {@link woad.storage.access.StorageAuthenticator} and held to their bounds by
 * {@link woad.storage.access.StorageAuthoriser}.
 */
package woad.storage.access;
