/** Microsoft Graph v1.0 of the directory: users, groups, applications, service principals. */
package woad.identity.graph;
