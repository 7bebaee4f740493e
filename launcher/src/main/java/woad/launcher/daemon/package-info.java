/** The long-lived parts of a cloud as processes of their own: what the launcher starts, and starts again. */
package woad.launcher.daemon;
