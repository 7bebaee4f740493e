/** Deployments of templates ({@code Microsoft.Resources/deployments}): planned, stored, and worked off step by step. */
package woad.resources.deployments;
