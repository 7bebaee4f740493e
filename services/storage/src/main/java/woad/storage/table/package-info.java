/** The table service: tables and entities, as the Table Storage REST reference has them. */
package woad.storage.table;
