/** What an agent needs of a host's engines. Implementations stand in {@code engines/} and prove themselves by the contract tests beside this package. */
package woad.fleet.spi;
