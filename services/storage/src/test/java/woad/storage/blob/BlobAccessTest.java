package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobAccessPolicy;
import com.azure.storage.blob.models.BlobSignedIdentifier;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.PublicAccessType;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.PrincipalId;
import woad.platform.web.Caller;
import woad.platform.web.TestClient;
import woad.resources.access.Grants;
import woad.resources.access.Role;
import woad.resources.access.Roles;
import woad.storage.access.StorageAuthenticator;
import woad.storage.access.StorageAuthoriser;
import woad.storage.access.StorageService;

/** Holds the blob service to what each kind of credential allows, with the official client for Java. */
class BlobAccessTest {
    private static final PrincipalId USER = PrincipalId.parse("30000000-0000-0000-0000-000000000001");
    private static final List<Role> ROLES = new ArrayList<>();
    private static BlobFixture cloud;
    private static SdkPipeline pipeline;
    private static BlobServiceClient owner;
    private static int count;
    private BlobContainerClient container;

    @BeforeAll
    static void open() {
        cloud = new BlobFixture();
        InstantSource clock = InstantSource.system();
        StorageAuthenticator authenticator = new StorageAuthenticator(StorageService.BLOB, new StorageAuthenticator.Foundation(cloud.accounts.accounts()::find, (token, audiences) -> {
            if (!token.equals("user")) {
                throw new CloudException(CommonError.INVALID_AUTHENTICATION_TOKEN, "The access token is invalid.");
            }
            return user();
        }, (account, kind, of, id) -> cloud.service.policy(account, of, id), (tenant, principal) -> Optional.of(user()), "https://login.woad.test", clock));
        StorageAuthoriser authoriser = new StorageAuthoriser((caller, scope) -> caller.principal().equals(USER) ? new Grants(ROLES) : Grants.NONE,
                (caller, action, scope) -> false, cloud.service::openness);
        pipeline = new SdkPipeline(TestClient.of(cloud.service.service("woad.test", authenticator, authoriser, clock)));
        owner = builder().credential(new StorageSharedKeyCredential("contoso", Base64.getEncoder().encodeToString(cloud.account().keys().key1()))).buildClient();
    }

    @AfterAll
    static void close() {
        cloud.close();
    }

    private static Caller user() {
        return new Caller(Caller.Realm.CUSTOMER, cloud.account().tenant(), USER, Caller.Kind.USER, Set.of(), "app", "user");
    }

    private static BlobServiceClientBuilder builder() {
        return new BlobServiceClientBuilder().endpoint(BlobFixture.HOST).httpClient(pipeline)
                .retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(0)));
    }

    @BeforeEach
    void createContainer() {
        ROLES.clear();
        container = owner.createBlobContainer("access" + count++);
        container.getBlobClient("a/b").upload(BinaryData.fromString("content"));
    }

    private static void role(String name) {
        ROLES.clear();
        ROLES.add(new Roles().all().stream().filter(role -> role.name().equals(name)).findFirst().orElseThrow());
    }

    private BlobContainerClient with(String sas) {
        return builder().sasToken(sas).buildClient().getBlobContainerClient(container.getBlobContainerName());
    }

    private static void refuse(int status, String code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(BlobStorageException.class, refusal -> {
            assertThat(refusal.getErrorCode() == null ? null : refusal.getErrorCode().toString()).as(refusal.getMessage()).isEqualTo(code);
            assertThat(refusal.getStatusCode()).isEqualTo(status);
        });
    }

    private static OffsetDateTime soon() {
        return OffsetDateTime.now().plusMinutes(10);
    }

    @Test
    void aWrongKeyOpensNothing() {
        BlobServiceClient other = builder().credential(new StorageSharedKeyCredential("contoso", Base64.getEncoder().encodeToString(new byte[64]))).buildClient();
        refuse(403, "AuthenticationFailed", () -> other.listBlobContainers().stream().count());
        BlobServiceClient foreign = builder().credential(new StorageSharedKeyCredential("fabrikam",
                Base64.getEncoder().encodeToString(cloud.accounts.accounts().find("fabrikam").orElseThrow().keys().key1()))).buildClient();
        refuse(403, "AuthenticationFailed", () -> foreign.listBlobContainers().stream().count());
    }

    @Test
    void aContainersSignatureReadsAndListsAndNoMore() {
        BlobContainerClient reader = with(container.generateSas(new BlobServiceSasSignatureValues(soon(), BlobContainerSasPermission.parse("rl"))));
        assertThat(reader.getBlobClient("a/b").downloadContent()).hasToString("content");
        assertThat(reader.listBlobs()).hasSize(1);
        refuse(403, "AuthorizationPermissionMismatch", () -> reader.getBlobClient("a/b").delete());
        refuse(403, "AuthorizationPermissionMismatch", reader::delete);
        refuse(403, "AuthorizationPermissionMismatch", () -> reader.getBlobClient("new").upload(BinaryData.fromString("x")));
    }

    @Test
    void aSignatureMayChangeTheHeadersOfTheAnswer() {
        BlobContainerClient reader = with(container.generateSas(new BlobServiceSasSignatureValues(soon(), BlobContainerSasPermission.parse("r"))
                .setContentType("text/x-other").setContentDisposition("attachment")));
        var answer = reader.getBlobClient("a/b").downloadContentWithResponse(null, null, null, null);
        assertThat(answer.getDeserializedHeaders().getContentType()).isEqualTo("text/x-other");
        assertThat(answer.getDeserializedHeaders().getContentDisposition()).isEqualTo("attachment");
    }

    @Test
    void aBlobsSignatureIsOfThatBlob() {
        String sas = container.getBlobClient("a/b").generateSas(new BlobServiceSasSignatureValues(soon(), BlobSasPermission.parse("r")));
        assertThat(with(sas).getBlobClient("a/b").downloadContent()).hasToString("content");
        refuse(403, "AuthenticationFailed", () -> with(sas).getBlobClient("a/c").downloadContent());
        refuse(403, "AuthenticationFailed", () -> with(sas).listBlobs().stream().count());
    }

    @Test
    void whoMayCreateMayNotReplace() {
        BlobContainerClient creator = with(container.generateSas(new BlobServiceSasSignatureValues(soon(), BlobContainerSasPermission.parse("c"))));
        creator.getBlobClient("new").upload(BinaryData.fromString("x"), true);
        refuse(403, "UnauthorizedBlobOverwrite", () -> creator.getBlobClient("a/b").upload(BinaryData.fromString("x"), true));
        assertThat(container.getBlobClient("a/b").downloadContent()).hasToString("content");
    }

    @Test
    void anAccountsSignatureIsHeldToItsKindsOfResources() {
        BlobContainerClient objects = with(owner.generateAccountSas(new AccountSasSignatureValues(soon(), AccountSasPermission.parse("rl"), AccountSasService.parse("b"),
                AccountSasResourceType.parse("o"))));
        assertThat(objects.getBlobClient("a/b").downloadContent()).hasToString("content");
        refuse(403, "AuthorizationResourceTypeMismatch", () -> objects.listBlobs().stream().count());
        BlobContainerClient queues = with(owner.generateAccountSas(new AccountSasSignatureValues(soon(), AccountSasPermission.parse("rl"), AccountSasService.parse("q"),
                AccountSasResourceType.parse("sco"))));
        refuse(403, "AuthorizationServiceMismatch", () -> queues.getBlobClient("a/b").downloadContent());
    }

    @Test
    void aStoredAccessPolicyTakesItsSignaturesWithIt() {
        container.setAccessPolicy(null, List.of(new BlobSignedIdentifier().setId("readers").setAccessPolicy(new BlobAccessPolicy().setExpiresOn(soon()).setPermissions("r"))));
        BlobContainerClient reader = with(container.generateSas(new BlobServiceSasSignatureValues("readers")));
        assertThat(reader.getBlobClient("a/b").downloadContent()).hasToString("content");
        refuse(403, "AuthorizationPermissionMismatch", () -> reader.listBlobs().stream().count());
        container.setAccessPolicy(null, List.of());
        refuse(403, "AuthenticationFailed", () -> reader.getBlobClient("a/b").downloadContent());
    }

    @Test
    void rolesDecideForUsersAndForWhatTheySign() {
        BlobServiceClient user = builder().credential(request -> Mono.just(new AccessToken("user", soon()))).buildClient();
        BlobContainerClient own = user.getBlobContainerClient(container.getBlobContainerName());
        refuse(403, "AuthorizationPermissionMismatch", () -> own.getBlobClient("a/b").downloadContent());
        refuse(403, "AuthorizationPermissionMismatch", () -> user.getUserDelegationKey(null, soon()));
        role("Storage Blob Data Reader");
        assertThat(own.getBlobClient("a/b").downloadContent()).hasToString("content");
        refuse(403, "AuthorizationPermissionMismatch", () -> own.getBlobClient("a/b").delete());
        var key = user.getUserDelegationKey(null, soon());
        assertThat(key.getSignedObjectId()).isEqualTo(USER.toString());
        BlobContainerClient guest = with(container.generateUserDelegationSas(new BlobServiceSasSignatureValues(soon(), BlobContainerSasPermission.parse("rld")), key));
        assertThat(guest.getBlobClient("a/b").downloadContent()).hasToString("content");
        refuse(403, "AuthorizationPermissionMismatch", () -> guest.getBlobClient("a/b").delete());
        ROLES.clear();
        refuse(403, "AuthorizationPermissionMismatch", () -> guest.getBlobClient("a/b").downloadContent());
        refuse(403, "AuthenticationFailed", () -> owner.getUserDelegationKey(null, soon()));
    }

    @Test
    void aTokenThatIsNotGoodIsAnsweredWithWhereToGetOne() {
        BlobServiceClient stranger = builder().credential(request -> Mono.just(new AccessToken("forged", soon()))).buildClient();
        assertThatThrownBy(() -> stranger.listBlobContainers().stream().count()).isInstanceOfSatisfying(BlobStorageException.class, refusal -> {
            assertThat(refusal.getStatusCode()).isEqualTo(401);
            assertThat(refusal.getResponse().getHeaders().getValue("WWW-Authenticate")).contains("/oauth2/authorize resource_id=https://storage.azure.com");
        });
    }

    @Test
    void anybodyReadsWhatIsOpen() {
        BlobContainerClient anybody = builder().buildClient().getBlobContainerClient(container.getBlobContainerName());
        refuse(401, "NoAuthenticationInformation", () -> anybody.getBlobClient("a/b").downloadContent());
        container.setAccessPolicy(PublicAccessType.BLOB, List.of());
        assertThat(anybody.getBlobClient("a/b").downloadContent()).hasToString("content");
        refuse(401, "NoAuthenticationInformation", () -> anybody.listBlobs().stream().count());
        container.setAccessPolicy(PublicAccessType.CONTAINER, List.of());
        assertThat(anybody.listBlobs()).hasSize(1);
        refuse(401, "NoAuthenticationInformation", () -> anybody.getBlobClient("a/b").delete());
    }
}
