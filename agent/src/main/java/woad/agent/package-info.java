/**
 * Runs on each host and makes true what the control plane last told it: networks, disks, machines. It keeps what it was told, so
 * that it goes on while the control plane is away and after its own restart; guests do not notice either.
 */
package woad.agent;
