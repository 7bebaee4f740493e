/** Keeps objects' bytes in files of one machine. The format is described in {@code docs/decisions/0073-extent-files.md}. */
package woad.engines.localbytes;
