package woad.launcher.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.operator.OperatorClient;
import woad.platform.core.CloudProfile;
import woad.server.ServerSettings;

/** The variables by which unmodified clients reach the cloud. */
public final class Variables {
    private static final String DIRECT = "localhost,127.0.0.1,127.0.0.0/8,::1,169.254.169.254";

    private Variables() {}

    /** For every client: the way to the cloud and whom to trust. */
    public static Map<String, String> connection(CloudSettings settings, ClientFiles files) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HTTPS_PROXY", settings.proxyUrl());
        variables.put("https_proxy", settings.proxyUrl());
        variables.put("NO_PROXY", DIRECT);
        variables.put("no_proxy", DIRECT);
        variables.put("REQUESTS_CA_BUNDLE", files.bundle().toString());
        variables.put("SSL_CERT_FILE", files.bundle().toString());
        variables.put("CURL_CA_BUNDLE", files.bundle().toString());
        variables.put("GIT_SSL_CAINFO", files.bundle().toString());
        variables.put("NODE_EXTRA_CA_CERTS", files.authority().toString());
        variables.put("JAVA_TOOL_OPTIONS", javaOptions(settings, files));
        return variables;
    }

    /** For a customer's clients in addition: az's configuration and the names of the cloud. */
    public static Map<String, String> customer(CloudProfile profile, ClientFiles files) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AZURE_CONFIG_DIR", files.azConfiguration().toString());
        variables.put("AZURE_AUTHORITY_HOST", profile.loginUrl() + "/adfs/t");
        variables.put("ARM_METADATA_HOSTNAME", hostOf(profile.managementUrl()));
        return variables;
    }

    /** The demo customer's application, for the SDKs' default credentials and for Terraform. */
    public static Map<String, String> demo(DemoCustomer demo) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AZURE_TENANT_ID", demo.tenantId().toString());
        variables.put("AZURE_CLIENT_ID", demo.clientId().toString());
        variables.put("AZURE_CLIENT_SECRET", demo.clientSecret());
        variables.put("AZURE_SUBSCRIPTION_ID", demo.subscriptionId().toString());
        variables.put("ARM_TENANT_ID", demo.tenantId().toString());
        variables.put("ARM_CLIENT_ID", demo.clientId().toString());
        variables.put("ARM_CLIENT_SECRET", demo.clientSecret());
        variables.put("ARM_SUBSCRIPTION_ID", demo.subscriptionId().toString());
        return variables;
    }

    /** Where the operator's interface is, and the files that open it. */
    public static Map<String, String> operator(DataDirectory data, CloudSettings settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("WOAD_OPERATOR_URL", new OperatorClient(data, settings).url());
        variables.put("WOAD_OPERATOR_CA", ServerSettings.operatorRoot(data.server()).toString());
        variables.put("WOAD_OPERATOR_CERTIFICATE", ServerSettings.operatorCredential(data.server()).toString());
        return variables;
    }

    private static String javaOptions(CloudSettings settings, ClientFiles files) {
        String trustStore = files.trustStore().toString();
        return "-Djavax.net.ssl.trustStore=" + (trustStore.contains(" ") ? "\"" + trustStore + "\"" : trustStore)
                + " -Djavax.net.ssl.trustStorePassword=" + ClientFiles.TRUST_STORE_PASSWORD + " -Djavax.net.ssl.trustStoreType=PKCS12"
                + " -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + settings.proxyPort() + " -Dhttp.nonProxyHosts=localhost|127.*|[::1]|169.254.169.254";
    }

    private static String hostOf(String url) {
        return url.substring("https://".length());
    }
}
