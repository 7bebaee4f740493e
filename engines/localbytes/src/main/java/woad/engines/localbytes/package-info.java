/** Keeps objects' bytes in files of one machine. The format is described in {@code docs/decisions/0070-extent-files.md}. */
package woad.engines.localbytes;
