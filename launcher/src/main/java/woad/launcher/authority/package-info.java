/** Puts the cloud's certificate authority into the stores of browsers and of the system, and takes it out again. */
package woad.launcher.authority;
