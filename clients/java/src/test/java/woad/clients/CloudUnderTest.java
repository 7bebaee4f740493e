package woad.clients;

import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.util.Map;

/** The cloud that the environment variables of {@code woad env} point to, in the words of the Azure SDK. */
public record CloudUnderTest(String domain, String tenantId, String clientId, String clientSecret, String subscriptionId) {

    /** From the environment. */
    public static CloudUnderTest here() {
        return new CloudUnderTest(variable("ARM_METADATA_HOSTNAME").substring("management.".length()), variable("AZURE_TENANT_ID"), variable("AZURE_CLIENT_ID"),
                variable("AZURE_CLIENT_SECRET"), variable("AZURE_SUBSCRIPTION_ID"));
    }

    /** The value of an environment variable that {@code run} has set. */
    public static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("start these tests with clients/java/run or clients/browser/run, which set " + name);
        }
        return value;
    }

    /** The address of one of the cloud's services, such as {@code login}, without a slash at its end. */
    public String url(String service) {
        return "https://" + service + "." + domain;
    }

    /** The demo application with some secret. */
    public ClientSecretCredential credential(String secret) {
        return new ClientSecretCredentialBuilder().tenantId(tenantId).clientId(clientId).clientSecret(secret).authorityHost(url("login"))
                .disableInstanceDiscovery().build();
    }

    /** The demo application. */
    public ClientSecretCredential credential() {
        return credential(clientSecret);
    }

    /** The demo customer's subscription. */
    public AzureProfile profile() {
        return new AzureProfile(tenantId, subscriptionId, new AzureEnvironment(Map.of(
                "resourceManagerEndpointUrl", url("management") + "/", "managementEndpointUrl", url("management") + "/",
                "activeDirectoryEndpointUrl", url("login") + "/", "microsoftGraphResourceId", url("graph") + "/",
                "storageEndpointSuffix", ".core." + domain, "keyVaultDnsSuffix", ".vault." + domain)));
    }

    @Override
    public String toString() {
        return domain;
    }
}
