/** What the cloud is measured against: programs of others and the least that a computer must do. */
package woad.bench.peers;
