/** The composition root of the control plane: wires the services together, nothing else. */
package woad.server;
