/** One cloud on this computer: where its state is, which addresses it has, of which parts it consists. */
package woad.launcher.cloud;
