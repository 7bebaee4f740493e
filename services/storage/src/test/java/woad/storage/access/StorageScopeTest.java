package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageScopeTest {
    private static final String ACCOUNT = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acct";

    @ParameterizedTest
    @ValueSource(strings = {"", "/blobServices/default", "/blobServices/default/containers/c", "/blobServices/default/containers/c/blobs/a/b//c",
            "/blobServices/default/containers/$root/blobs/ü %41/..", "/queueServices/default/queues/q", "/tableServices/default/tables/T"})
    void readsWhatItWrites(String below) {
        assertThat(StorageScope.parse(ACCOUNT + below)).hasToString(ACCOUNT + below);
    }

    @Test
    void rolesAreLookedUpAtTheContainer() {
        StorageScope blob = StorageScope.parse(ACCOUNT + "/blobServices/default/containers/c/blobs/a/blobs/b");
        assertThat(blob.container()).isEqualTo("c");
        assertThat(blob.path()).isEqualTo("a/blobs/b");
        assertThat(blob.roleScope()).isEqualTo(ACCOUNT + "/blobServices/default/containers/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/subscriptions/s", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n", ACCOUNT + "/x",
            ACCOUNT + "/queueServices/default/queues/q/blobs/b", ACCOUNT + "/blobServices/default/containers/c/other/b"})
    void refusesWhatIsNoScope(String text) {
        assertThatThrownBy(() -> StorageScope.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
