/** The control plane's side of the host agents' protocol: enrolment, desired state out, reports in. */
package woad.fleet.hosts;
