/**
 * Resource templates: a template, its parameters and where it is deployed become a {@link
 * woad.resources.deployments.template.DeploymentPlan}. Pure: knows no store and no wire.
 */
package woad.resources.deployments.template;
