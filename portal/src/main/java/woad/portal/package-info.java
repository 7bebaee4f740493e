/** The web console at {@code portal.D}: pages made on the server, over the cloud's own public interfaces. */
package woad.portal;
