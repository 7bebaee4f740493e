package woad.storage.access;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlobClientBase;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import com.azure.storage.common.sas.SasIpRange;
import com.azure.storage.common.sas.SasProtocol;
import com.azure.storage.file.datalake.DataLakePathClientBuilder;
import com.azure.storage.file.datalake.sas.DataLakeServiceSasSignatureValues;
import com.azure.storage.file.datalake.sas.PathSasPermission;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.sas.QueueSasPermission;
import com.azure.storage.queue.sas.QueueServiceSasSignatureValues;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;

/**
 * Has the Azure SDK make a signature; {@code what} and the other entries say which. The SDK reads its version once, so that there is a
 * maker for each version, in a class loader of its own ({@link SasMakers}).
 */
public final class SasMaker implements Function<Map<String, String>, String> {
    private Map<String, String> wanted;

    @Override
    public String apply(Map<String, String> entries) {
        wanted = entries;
        return switch (entries.get("what")) {
            case "account" -> account();
            case "container", "userContainer" -> container();
            case "blob", "snapshot", "version", "userBlob" -> blob();
            case "directory", "userDirectory" -> directory();
            case "queue" -> queue();
            default -> throw new IllegalArgumentException(entries.get("what"));
        };
    }

    private StorageSharedKeyCredential credential() {
        return new StorageSharedKeyCredential("acct", wanted.get("key"));
    }

    private OffsetDateTime start() {
        return wanted.containsKey("st") ? OffsetDateTime.parse(wanted.get("st")) : null;
    }

    private OffsetDateTime expiry() {
        return wanted.containsKey("se") ? OffsetDateTime.parse(wanted.get("se")) : null;
    }

    private SasIpRange addresses() {
        return wanted.containsKey("sip") ? SasIpRange.parse(wanted.get("sip")) : null;
    }

    private SasProtocol protocol() {
        return wanted.containsKey("spr") ? SasProtocol.parse(wanted.get("spr")) : null;
    }

    private String account() {
        AccountSasSignatureValues values = new AccountSasSignatureValues(expiry(), AccountSasPermission.parse(wanted.get("sp")), AccountSasService.parse(wanted.get("ss")),
                AccountSasResourceType.parse(wanted.get("srt"))).setStartTime(start()).setSasIpRange(addresses()).setProtocol(protocol()).setEncryptionScope(wanted.get("ses"));
        return new com.azure.storage.common.implementation.AccountSasImplUtil(values, wanted.get("ses")).generateSas(credential(), Context.NONE);
    }

    private BlobServiceSasSignatureValues blobValues(BlobServiceSasSignatureValues values) {
        values.setStartTime(start()).setSasIpRange(addresses()).setProtocol(protocol()).setCacheControl(wanted.get("rscc")).setContentDisposition(wanted.get("rscd"))
                .setContentEncoding(wanted.get("rsce")).setContentLanguage(wanted.get("rscl")).setContentType(wanted.get("rsct"));
        if (wanted.get("what").startsWith("user")) {
            values.setPreauthorizedAgentObjectId(wanted.get("saoid")).setCorrelationId(wanted.get("scid")).setDelegatedUserObjectId(wanted.get("sduoid"));
            if (wanted.containsKey("header")) {
                values.setRequestHeaders(Map.of("x-ms-b", wanted.get("header"), "X-a", "1")).setRequestQueryParameters(Map.of("comp", wanted.get("parameter"), "aa", ""));
            }
        }
        return values;
    }

    private String container() {
        BlobServiceSasSignatureValues values = blobValues(wanted.containsKey("si") ? new BlobServiceSasSignatureValues(wanted.get("si"))
                : new BlobServiceSasSignatureValues(expiry(), BlobContainerSasPermission.parse(wanted.get("sp"))));
        var client = new BlobContainerClientBuilder().endpoint("https://acct.blob.core.woad.test").containerName("c-1").credential(credential())
                .encryptionScope(wanted.get("ses")).httpClient(new SdkRequests()).buildClient();
        return wanted.get("what").equals("container") ? client.generateSas(values) : client.generateUserDelegationSas(values, key());
    }

    private String blob() {
        BlobServiceSasSignatureValues values = blobValues(new BlobServiceSasSignatureValues(expiry(), BlobSasPermission.parse(wanted.get("sp"))));
        BlobClientBase client = new BlobContainerClientBuilder().endpoint("https://acct.blob.core.woad.test").containerName("c-1").credential(credential())
                .encryptionScope(wanted.get("ses")).httpClient(new SdkRequests()).buildClient().getBlobClient(wanted.get("path"));
        client = wanted.get("what").equals("snapshot") ? client.getSnapshotClient(wanted.get("moment"))
                : wanted.get("what").equals("version") ? client.getVersionClient(wanted.get("moment")) : client;
        return wanted.get("what").equals("userBlob") ? client.generateUserDelegationSas(values, key()) : client.generateSas(values);
    }

    private UserDelegationKey key() {
        return new UserDelegationKey().setSignedObjectId(wanted.get("skoid")).setSignedTenantId(wanted.get("sktid")).setSignedStart(OffsetDateTime.parse(wanted.get("skt")))
                .setSignedExpiry(OffsetDateTime.parse(wanted.get("ske"))).setSignedService("b").setSignedVersion(wanted.get("skv"))
                .setSignedDelegatedUserTenantId(wanted.get("skdutid")).setValue(wanted.get("key"));
    }

    private String directory() {
        DataLakeServiceSasSignatureValues values = new DataLakeServiceSasSignatureValues(expiry(), PathSasPermission.parse(wanted.get("sp"))).setStartTime(start())
                .setProtocol(protocol()).setContentType(wanted.get("rsct"));
        var client = new DataLakePathClientBuilder().endpoint("https://acct.dfs.core.woad.test").fileSystemName("c-1").pathName(wanted.get("path")).credential(credential())
                .httpClient(new SdkRequests()).buildDirectoryClient();
        if (wanted.get("what").equals("directory")) {
            return client.generateSas(values);
        }
        values.setAgentObjectId(wanted.get("suoid")).setCorrelationId(wanted.get("scid"));
        return client.generateUserDelegationSas(values, new com.azure.storage.file.datalake.models.UserDelegationKey().setSignedObjectId(wanted.get("skoid"))
                .setSignedTenantId(wanted.get("sktid")).setSignedStart(OffsetDateTime.parse(wanted.get("skt"))).setSignedExpiry(OffsetDateTime.parse(wanted.get("ske")))
                .setSignedService("b").setSignedVersion(wanted.get("skv")).setValue(wanted.get("key")));
    }

    private String queue() {
        QueueServiceSasSignatureValues values = new QueueServiceSasSignatureValues(expiry(), QueueSasPermission.parse(wanted.get("sp"))).setStartTime(start())
                .setSasIpRange(addresses()).setProtocol(protocol());
        return new QueueClientBuilder().endpoint("https://acct.queue.core.woad.test").queueName("q").credential(credential()).httpClient(new SdkRequests())
                .buildClient().generateSas(values);
    }
}
