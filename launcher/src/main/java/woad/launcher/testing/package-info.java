/** Runs the project's tests and counts them. */
package woad.launcher.testing;
