/** The CONNECT proxy through which clients of this computer reach the cloud's names without any set-up of names or ports. */
package woad.launcher.proxy;
