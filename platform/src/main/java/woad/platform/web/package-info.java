/** The front door: TLS, host-name routing and the one request pipeline every service goes through. */
package woad.platform.web;
