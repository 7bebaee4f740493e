/** What the control plane tells a host and what the host reports back: plain records, sent as JSON. */
package woad.fleet.spec;
