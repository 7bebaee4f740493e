/** Processes of this computer: who they are, whether they live, how they are started and ended. */
package woad.launcher.process;
