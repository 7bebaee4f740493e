package woad.launcher.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import woad.platform.core.CloudProfile;
import woad.platform.keys.PrivateFiles;

/**
 * A configuration directory in which az knows this cloud, uses it, and asks nothing of the outside world. Names are those of
 * azure-cli's {@code CloudEndpoints} and {@code CloudSuffixes}.
 */
final class AzConfiguration {
    private static final String CONFIG = """
            [cloud]
            name = %s
            [core]
            collect_telemetry = false
            survey_message = false
            error_recommendation = off
            instance_discovery = false
            [extension]
            use_dynamic_install = no
            [auto-upgrade]
            enable = no
            """;

    private AzConfiguration() {}

    /** Writes the two files where they are missing; az itself changes them later on. */
    static void ensure(Path directory, CloudProfile profile) throws IOException {
        PrivateFiles.directory(directory);
        writeNew(directory.resolve("config"), CONFIG.formatted(profile.name()));
        writeNew(directory.resolve("clouds.config"), "[" + profile.name() + "]\nprofile = latest\n" + values(profile).entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue() + "\n").collect(Collectors.joining()));
    }

    private static void writeNew(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> values(CloudProfile profile) {
        String domain = profile.domain();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("endpoint_management", profile.managementUrl() + "/");
        values.put("endpoint_resource_manager", profile.managementUrl() + "/");
        // With a first path segment "adfs" az asks nobody else to vouch for the authority; with a second one it keeps tenants.
        values.put("endpoint_active_directory", profile.loginUrl() + "/adfs/t");
        values.put("endpoint_active_directory_resource_id", profile.managementUrl() + "/");
        values.put("endpoint_active_directory_graph_resource_id", profile.graphUrl() + "/");
        values.put("endpoint_microsoft_graph_resource_id", profile.graphUrl() + "/");
        values.put("endpoint_vm_image_alias_doc", "https://docs." + domain + "/aliases.json");
        values.put("endpoint_gallery", "https://gallery." + domain + "/");
        values.put("endpoint_portal", profile.portalUrl());
        values.put("endpoint_batch_resource_id", "https://batch." + domain + "/");
        values.put("endpoint_sql_management", "https://sqlmanagement." + domain + "/");
        values.put("endpoint_media_resource_id", "https://media." + domain);
        values.put("endpoint_log_analytics_resource_id", "https://loganalytics." + domain);
        values.put("endpoint_app_insights_resource_id", "https://appinsights." + domain);
        values.put("endpoint_app_insights_telemetry_channel_resource_id", "https://dc." + domain + "/v2/track");
        values.put("endpoint_active_directory_data_lake_resource_id", "https://datalake." + domain + "/");
        values.put("endpoint_ossrdbms_resource_id", "https://ossrdbms." + domain);
        values.put("endpoint_synapse_analytics_resource_id", "https://synapse." + domain);
        values.put("endpoint_attestation_resource_id", "https://attest." + domain);
        values.put("suffix_storage_endpoint", "core." + domain);
        values.put("suffix_keyvault_dns", ".vault." + domain);
        values.put("suffix_mhsm_dns", ".managedhsm." + domain);
        values.put("suffix_acr_login_server_endpoint", ".azurecr." + domain);
        values.put("suffix_sql_server_hostname", ".database." + domain);
        values.put("suffix_mysql_server_endpoint", ".mysql.database." + domain);
        values.put("suffix_postgresql_server_endpoint", ".postgres.database." + domain);
        values.put("suffix_mariadb_server_endpoint", ".mariadb.database." + domain);
        values.put("suffix_storage_sync_endpoint", "afs." + domain);
        values.put("suffix_synapse_analytics_endpoint", ".dev.azuresynapse." + domain);
        values.put("suffix_attestation_endpoint", ".attest." + domain);
        return values;
    }
}
