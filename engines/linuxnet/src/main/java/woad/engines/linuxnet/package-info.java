/**
 * Networks by Linux bridges, VXLAN and nftables. {@link woad.engines.linuxnet.Underlay} joins the hosts of one computer;
 * {@link woad.engines.linuxnet.LinuxFabric} makes the virtual networks of one host. See {@code docs/networking.md}.
 */
package woad.engines.linuxnet;
