/** What the computer has to have before a cloud can run on it: Debian packages, a system user. */
package woad.launcher.setup;
