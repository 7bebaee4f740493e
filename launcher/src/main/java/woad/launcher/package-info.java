/** The command line: starts, stops and inspects a cloud on this computer, and acts as its operator. */
package woad.launcher;
