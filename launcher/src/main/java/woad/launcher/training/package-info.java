/** Makes the AOT caches that let the cloud start fast, once for each build and JDK, in the background. */
package woad.launcher.training;
