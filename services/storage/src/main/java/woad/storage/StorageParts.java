package woad.storage;

import java.time.InstantSource;
import woad.platform.bytes.ObjectBytes;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;
import woad.resources.provider.Resources;
import woad.storage.access.AccessLookups.Principals;
import woad.storage.access.AccessLookups.Tokens;

/**
 * What {@code Microsoft.Storage} stands on.
 *
 * @param resources  for what roles give
 * @param tokens     proves who has a token for {@link woad.storage.access.StorageAuthenticator#RESOURCE}
 * @param principals the users behind user delegation signatures
 */
public record StorageParts(Database database, WorkQueue queue, KeyHierarchy keys, ObjectBytes bytes, Resources resources, Tokens tokens, Principals principals,
                           CloudProfile profile, Ids ids, InstantSource clock) {}
