package woad.platform.web;

/**
 * What a credential allows by itself, where it is not its holder's roles that decide: a storage account's key or a shared access
 * signature. A service that issues such credentials implements it, together with the {@link Authoriser} that reads it.
 */
public interface Grant {}
