/** The expression language of resource templates: parsing and evaluation over JSON trees; knows no store and no wire. */
package woad.resources.deployments.template.expression;
