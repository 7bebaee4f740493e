package woad.network;

import java.util.List;

/** The api-versions of Microsoft.Network whose contract these types follow, newest first. */
final class Versions {
    static final List<String> ALL = List.of("2025-09-01", "2025-07-01", "2024-10-01", "2024-07-01", "2024-05-01", "2023-11-01", "2022-07-01", "2022-01-01",
            "2020-11-01", "2018-11-01", "2017-10-01", "2015-06-15");

    private Versions() {}
}
