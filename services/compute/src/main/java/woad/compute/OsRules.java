package woad.compute;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of {@code osProfile}. Source: REST reference, "OSProfile"; Azure, "Frequently asked questions about Linux virtual machines" for names.
 */
final class OsRules {
    /** 64 KiB less one byte, as in Azure. */
    static final int MOST_CUSTOM_DATA = 65_535;
    private static final Pattern COMPUTER_NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern USER_NAME = Pattern.compile("[a-z_][a-z0-9_.-]{0,31}");
    private static final Set<String> RESERVED = Set.of("administrator", "admin", "user", "user1", "test", "user2", "test1", "user3", "admin1", "1", "123",
            "a", "actuser", "adm", "admin2", "aspnet", "backup", "console", "david", "guest", "john", "owner", "root", "server", "sql", "support",
            "support_388945a0", "sys", "test2", "test3", "user4", "user5",
            "daemon", "bin", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy", "www-data", "list", "irc", "nobody", "sshd", "messagebus",
            "systemd-network", "systemd-resolve", "systemd-timesync", "_apt");

    private OsRules() {}

    /** The profile of a new machine. */
    static MachineProperties.Os settle(MachineProperties.Os asked, String machineName) {
        if (asked == null) {
            throw Refusal.required("osProfile");
        }
        String computerName = asked.computerName() == null ? machineName : asked.computerName();
        if (!COMPUTER_NAME.matcher(computerName).matches() || computerName.matches("\\d+")) {
            throw Refusal.parameter("osProfile.computerName", "The host name '" + Refusal.printable(computerName) + "' is not valid. It has 1 to 63 letters, digits"
                    + " and hyphens, starts and ends with a letter or digit, and is not only digits.");
        }
        String user = adminUsername(asked.adminUsername());
        if (asked.adminPassword() != null) {
            throw Refusal.notOffered("osProfile.adminPassword", "Signing in with a password is not offered in this cloud: leave out 'adminPassword' and give an"
                    + " SSH public key in 'osProfile.linuxConfiguration.ssh.publicKeys'.");
        }
        return new MachineProperties.Os(computerName, user, null, base64("osProfile.customData", asked.customData()), linux(asked.linuxConfiguration(), user),
                !Boolean.FALSE.equals(asked.allowExtensionOperations()));
    }

    /** The profile of a machine that exists: nothing of it may change, whatever is left out stays. */
    static MachineProperties.Os keep(MachineProperties.Os asked, MachineProperties.Os existing) {
        if (asked == null) {
            return existing;
        }
        unchanged("osProfile.computerName", asked.computerName(), existing.computerName());
        unchanged("osProfile.adminUsername", asked.adminUsername(), existing.adminUsername());
        unchanged("osProfile.adminPassword", asked.adminPassword(), existing.adminPassword());
        unchanged("osProfile.customData", asked.customData(), existing.customData());
        if (asked.linuxConfiguration() != null && asked.linuxConfiguration().ssh() != null) {
            unchanged("osProfile.linuxConfiguration.ssh.publicKeys", asked.linuxConfiguration().ssh().publicKeys(), existing.linuxConfiguration().ssh().publicKeys());
        }
        if (asked.linuxConfiguration() != null) {
            unchanged("osProfile.linuxConfiguration.disablePasswordAuthentication", asked.linuxConfiguration().disablePasswordAuthentication(),
                    existing.linuxConfiguration().disablePasswordAuthentication());
        }
        return existing;
    }

    /** Text that is base64 of at most {@link #MOST_CUSTOM_DATA} bytes; null and empty text are null. */
    static String base64(String target, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            if (Base64.getDecoder().decode(text).length <= MOST_CUSTOM_DATA) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.parameter(target, "The value of '" + target + "' must be in Base64 encoding.");
        }
        throw Refusal.parameter(target, "The value of '" + target + "' is longer than " + MOST_CUSTOM_DATA + " bytes when decoded.");
    }

    private static void unchanged(String target, Object asked, Object existing) {
        if (asked != null && !Objects.equals(asked, existing)) {
            throw Refusal.immutable(target);
        }
    }

    private static String adminUsername(String name) {
        if (name == null) {
            throw Refusal.required("osProfile.adminUsername");
        }
        if (RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            throw Refusal.parameter("osProfile.adminUsername", "The Admin Username specified is not allowed: '" + name + "' is reserved. Choose another name.");
        }
        if (!USER_NAME.matcher(name).matches()) {
            throw Refusal.parameter("osProfile.adminUsername", "The Admin Username specified is not valid. It has 1 to 32 lower-case letters, digits, hyphens,"
                    + " underscores and periods, and starts with a letter or an underscore.");
        }
        return name;
    }

    private static MachineProperties.Linux linux(MachineProperties.Linux asked, String user) {
        List<MachineProperties.SshKey> keys = asked == null || asked.ssh() == null || asked.ssh().publicKeys() == null ? List.of() : asked.ssh().publicKeys();
        if (keys.isEmpty()) {
            throw Refusal.parameter("osProfile.linuxConfiguration.ssh.publicKeys", "At least one SSH public key is required: signing in with a password is not"
                    + " offered in this cloud.");
        }
        if (Boolean.FALSE.equals(asked.disablePasswordAuthentication())) {
            throw Refusal.parameter("osProfile.linuxConfiguration.disablePasswordAuthentication", "Signing in with a password is not offered in this cloud:"
                    + " 'disablePasswordAuthentication' must be true.");
        }
        String path = "/home/" + user + "/.ssh/authorized_keys";
        List<MachineProperties.SshKey> settled = keys.stream().map(key -> key(key, path)).toList();
        return new MachineProperties.Linux(true, new MachineProperties.Ssh(settled), !Boolean.FALSE.equals(asked.provisionVMAgent()));
    }

    private static MachineProperties.SshKey key(MachineProperties.SshKey key, String path) {
        if (key == null || key.keyData() == null) {
            throw Refusal.required("osProfile.linuxConfiguration.ssh.publicKeys.keyData");
        }
        if (key.path() != null && !key.path().equals(path)) {
            throw Refusal.parameter("osProfile.linuxConfiguration.ssh.publicKeys.path", "Destination path for SSH public keys is currently limited to its default value "
                    + path + ".");
        }
        if (!SshKeys.isPublicKey(key.keyData())) {
            throw Refusal.parameter("osProfile.linuxConfiguration.ssh.publicKeys.keyData", "The value of parameter 'linuxConfiguration.ssh.publicKeys.keyData' is"
                    + " invalid. It is an OpenSSH public key: ssh-rsa of at least 2048 bits, ssh-ed25519 or ecdsa-sha2.");
        }
        return new MachineProperties.SshKey(path, key.keyData().strip());
    }
}
