/** What everything is made of: identifiers, errors, JSON, the cloud's profile. */
package woad.platform.core;
