/** Hosts, their capacity and placement, and what services have them make true. */
package woad.fleet;
