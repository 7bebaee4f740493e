package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.LeaseStateType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.models.PublicAccessType;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as the official client for Java sees it, signing every request. */
class BlobSdkTest {
    private static BlobFixture cloud;
    private static BlobServiceClient client;
    private static int count;
    private BlobContainerClient container;

    @BeforeAll
    static void open() {
        cloud = new BlobFixture();
        String key = Base64.getEncoder().encodeToString(cloud.account().keys().key1());
        client = new BlobServiceClientBuilder().endpoint(BlobFixture.HOST).credential(new StorageSharedKeyCredential("contoso", key))
                .httpClient(new SdkPipeline(cloud.signed())).retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(0))).buildClient();
    }

    @AfterAll
    static void close() {
        cloud.close();
    }

    @BeforeEach
    void createContainer() {
        container = client.createBlobContainer("sdk" + count++);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void uploadsAndDownloads() {
        BlobClient blob = container.getBlobClient("dir/a b+c é.txt");
        blob.upload(BinaryData.fromString("hello"));
        assertThat(blob.downloadContent().toString()).isEqualTo("hello");
        assertThatThrownBy(() -> blob.upload(BinaryData.fromString("again"))).isInstanceOfSatisfying(BlobStorageException.class, refused -> {
            assertThat(refused.getStatusCode()).isEqualTo(409);
            assertThat(refused.getErrorCode()).isEqualTo(BlobErrorCode.BLOB_ALREADY_EXISTS);
        });
        blob.upload(BinaryData.fromString("again"), true);
        BlobProperties properties = blob.getProperties();
        assertThat(properties.getBlobSize()).isEqualTo(5);
        assertThat(properties.getAccessTier()).isEqualTo(AccessTier.HOT);
        assertThat(properties.isServerEncrypted()).isTrue();
        assertThat(properties.getContentMd5()).hasSize(16);
        assertThat(properties.getCreationTime()).isNotNull();
        assertThat(blob.exists()).isTrue();
        assertThat(container.getBlobClient("none").exists()).isFalse();
        assertThat(blob.deleteIfExists()).isTrue();
        assertThat(blob.deleteIfExists()).isFalse();
    }

    @Test
    void uploadsInBlocksAndDownloadsInRanges() {
        byte[] bytes = random(3_000_000);
        BlobClient blob = container.getBlobClient("large");
        blob.uploadWithResponse(new BlobParallelUploadOptions(new ByteArrayInputStream(bytes)).setMetadata(Map.of("k", "v")).setTags(Map.of("a", "b")).setTier(AccessTier.COOL)
                .setParallelTransferOptions(new ParallelTransferOptions().setBlockSizeLong(500_000L).setMaxSingleUploadSizeLong(500_000L)), Duration.ofMinutes(1), null);
        assertThat(blob.downloadContent().toBytes()).isEqualTo(bytes);
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        blob.downloadStreamWithResponse(part, new BlobRange(499_999, 2L), null, null, true, null, null);
        assertThat(part.toByteArray()).isEqualTo(new byte[] {bytes[499_999], bytes[500_000]});
        assertThat(blob.getProperties().getMetadata()).containsEntry("k", "v");
        assertThat(blob.getProperties().getTagCount()).isEqualTo(1);
        assertThat(blob.getTags()).containsEntry("a", "b");
        BlockBlobClient blocks = blob.getBlockBlobClient();
        assertThat(blocks.listBlocks(BlockListType.ALL).getCommittedBlocks()).hasSize(6);
        blob.setAccessTier(AccessTier.HOT);
        assertThat(blob.getProperties().getAccessTier()).isEqualTo(AccessTier.HOT);
        assertThat(client.findBlobsByTags("\"a\" = 'b'").stream().map(found -> found.getName())).contains("large");
    }

    @Test
    void listsFlatAndByHierarchy() {
        for (String name : List.of("a", "b/1", "b/2", "c")) {
            container.getBlobClient(name).upload(BinaryData.fromString(name));
        }
        container.getBlobClient("b/1").createSnapshot();
        assertThat(container.listBlobs().stream().map(BlobItem::getName)).containsExactly("a", "b/1", "b/2", "c");
        assertThat(container.listBlobsByHierarchy("/", new ListBlobsOptions().setMaxResultsPerPage(1), null).stream().map(BlobItem::getName)).containsExactly("a", "b/", "c");
        assertThat(container.listBlobs(new ListBlobsOptions().setPrefix("b/").setMaxResultsPerPage(2).setDetails(new BlobListDetails().setRetrieveSnapshots(true)
                .setRetrieveMetadata(true).setRetrieveTags(true)), null).stream().map(item -> item.getName() + (item.getSnapshot() == null ? "" : "*"))).containsExactly("b/1*", "b/1", "b/2");
        assertThat(client.listBlobContainers().stream().map(item -> item.getName())).contains(container.getBlobContainerName());
    }

    @Test
    void takesLeasesAndSnapshots() {
        BlobClient blob = container.getBlobClient("state");
        blob.upload(BinaryData.fromString("1"));
        BlobLeaseClient lease = new BlobLeaseClientBuilder().blobClient(blob).buildClient();
        lease.acquireLease(-1);
        assertThat(blob.getProperties().getLeaseState()).isEqualTo(LeaseStateType.LEASED);
        assertThatThrownBy(() -> blob.upload(BinaryData.fromString("2"), true)).isInstanceOfSatisfying(BlobStorageException.class,
                refused -> assertThat(refused.getErrorCode()).isEqualTo(BlobErrorCode.LEASE_ID_MISSING));
        blob.uploadWithResponse(new BlobParallelUploadOptions(BinaryData.fromString("2")).setRequestConditions(new BlobRequestConditions().setLeaseId(lease.getLeaseId())), null, null);
        lease.renewLease();
        lease.changeLease("00000000-0000-0000-0000-00000000000a");
        lease.releaseLease();
        String snapshot = blob.createSnapshot().getSnapshotId();
        blob.upload(BinaryData.fromString("3"), true);
        assertThat(blob.getSnapshotClient(snapshot).downloadContent().toString()).isEqualTo("2");
        blob.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, null);
        assertThat(blob.exists()).isFalse();
    }

    @Test
    void aSignatureAllowsWhatItSays() {
        BlobClient blob = container.getBlobClient("shared");
        blob.upload(BinaryData.fromString("secret"));
        OffsetDateTime soon = cloud.account().keys().key1CreatedAt().atOffset(ZoneOffset.UTC).plusHours(1);
        String signature = blob.generateSas(new BlobServiceSasSignatureValues(soon, new BlobSasPermission().setReadPermission(true)).setContentType("text/x-said"));
        BlobClient guest = new com.azure.storage.blob.BlobClientBuilder().endpoint(blob.getBlobUrl() + "?" + signature).httpClient(new SdkPipeline(cloud.signed())).buildClient();
        assertThat(guest.downloadContent().toString()).isEqualTo("secret");
        assertThat(guest.getProperties().getContentType()).isEqualTo("text/x-said");
        assertThatThrownBy(guest::delete).isInstanceOfSatisfying(BlobStorageException.class,
                refused -> assertThat(refused.getErrorCode()).isEqualTo(BlobErrorCode.AUTHORIZATION_PERMISSION_MISMATCH));
        String creates = blob.generateSas(new BlobServiceSasSignatureValues(soon, new BlobSasPermission().setCreatePermission(true)));
        BlobClient creator = new com.azure.storage.blob.BlobClientBuilder().endpoint(blob.getBlobUrl() + "?" + creates).httpClient(new SdkPipeline(cloud.signed())).buildClient();
        assertThatThrownBy(() -> creator.upload(BinaryData.fromString("mine"), true)).isInstanceOfSatisfying(BlobStorageException.class,
                refused -> assertThat(refused.getStatusCode()).isEqualTo(403));
        assertThat(blob.downloadContent().toString()).isEqualTo("secret");
    }

    @Test
    void keepsPropertiesOfTheServiceAndOfContainers() {
        var properties = client.getProperties();
        client.setProperties(properties.setDefaultServiceVersion("2021-12-02"));
        assertThat(client.getProperties().getDefaultServiceVersion()).isEqualTo("2021-12-02");
        assertThat(client.getAccountInfo().getAccountKind().toString()).isEqualTo("StorageV2");
        container.setMetadata(Map.of("a", "b"));
        assertThat(container.getProperties().getMetadata()).containsEntry("a", "b");
        container.setAccessPolicy(PublicAccessType.BLOB, List.of());
        assertThat(container.getAccessPolicy().getBlobAccessType()).isEqualTo(PublicAccessType.BLOB);
        BlobClient blob = container.getBlobClient("open");
        blob.upload(BinaryData.fromBytes("all".getBytes(StandardCharsets.UTF_8)));
        BlobClient anybody = new com.azure.storage.blob.BlobClientBuilder().endpoint(blob.getBlobUrl()).httpClient(new SdkPipeline(cloud.signed())).buildClient();
        assertThat(anybody.downloadContent().toString()).isEqualTo("all");
        container.delete();
        assertThat(container.exists()).isFalse();
    }
}
