/** What all storage services say in the same words: their errors and their XML. */
package woad.storage.wire;
