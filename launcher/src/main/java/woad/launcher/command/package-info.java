/** The commands, one class each. */
package woad.launcher.command;
