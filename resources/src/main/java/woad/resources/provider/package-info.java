/** What a service implements to be a provider of the resource manager. */
package woad.resources.provider;
