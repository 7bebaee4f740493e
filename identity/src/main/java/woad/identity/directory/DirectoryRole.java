package woad.identity.directory;

import java.util.UUID;

/** Roles inside a tenant, with their template ids. Source: Microsoft Entra built-in roles. */
public enum DirectoryRole {
    GLOBAL_ADMINISTRATOR("62e90394-69f5-4237-9190-012177145e10", "Global Administrator"),
    USER_ADMINISTRATOR("fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"),
    GROUPS_ADMINISTRATOR("fdd7a751-b60b-444a-984c-02652fe8fa1c", "Groups Administrator"),
    APPLICATION_ADMINISTRATOR("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator"),
    DIRECTORY_READERS("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", "Directory Readers");

    private final UUID templateId;
    private final String displayName;

    DirectoryRole(String templateId, String displayName) {
        this.templateId = UUID.fromString(templateId);
        this.displayName = displayName;
    }

    /** The role template's id, as in the token's {@code wids} claim. */
    public UUID templateId() {
        return templateId;
    }

    /** For people. */
    public String displayName() {
        return displayName;
    }
}
