/** The hosts of this computer: network namespaces, and an agent in each. Root only. */
package woad.launcher.machines;
