/** What a benchmark needs of a cloud on this computer. */
package woad.launcher.benching;
