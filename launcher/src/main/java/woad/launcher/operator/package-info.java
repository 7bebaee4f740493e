/** The operator's side of the command line: what it asks of the control plane's operator listener. */
package woad.launcher.operator;
