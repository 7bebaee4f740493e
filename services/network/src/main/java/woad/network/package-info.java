/** Microsoft.Network: virtual networks, subnets, interfaces, security groups and public addresses, and what hosts make of them. */
package woad.network;
