/** A customer's first deployment, done with nothing but the cloud's public interfaces. */
package woad.launcher.demo;
