/** What the operator may ask of the control plane, on a listener, an address and a certificate of its own. */
package woad.server.operator;
