/** PostgreSQL: starting it, connections, migrations, transactions, the reconcilers' work queue. */
package woad.platform.store;
