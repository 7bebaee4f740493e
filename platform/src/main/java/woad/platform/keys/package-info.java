/** The key hierarchy, envelope encryption and the certificate authority. */
package woad.platform.keys;
