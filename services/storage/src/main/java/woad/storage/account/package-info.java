/** Storage accounts: how they are made and kept in the resource manager, and what the data plane needs to know of them. */
package woad.storage.account;
