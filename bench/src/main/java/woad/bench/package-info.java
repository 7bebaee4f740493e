/** Benchmarks of a running cloud, each against a peer or a physical limit measured in the same run. */
package woad.bench;
