/** Azure Resource Manager: ids, groups, typed resources, operations, deployments, access control. */
package woad.resources;
