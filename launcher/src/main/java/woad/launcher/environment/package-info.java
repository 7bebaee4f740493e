/** What clients of this computer need to reach the cloud: variables, certificates, a configuration for az. */
package woad.launcher.environment;
