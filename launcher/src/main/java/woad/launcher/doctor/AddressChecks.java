package woad.launcher.doctor;

import java.io.IOException;
import woad.launcher.cloud.Addresses;
import woad.launcher.parts.Cloud;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.Part;
import woad.launcher.machines.Fleet;
import woad.platform.core.CloudProfile;

/** Addresses and ports that the cloud has or would get. */
final class AddressChecks {
    private AddressChecks() {}

    static Finding https(DataDirectory data) throws IOException {
        CloudSettings settings = settings(data);
        String place = settings.serverAddress() + ":" + CloudSettings.HTTPS;
        if (runs(data, "server")) {
            return Finding.pass("port 443", "the cloud's own control plane listens on " + settings.serverAddress() + ":" + settings.publicPort());
        }
        if (!Addresses.mayBindHttps()) {
            return Finding.warn("port 443", "may not be bound by this user: clients reach the cloud through its proxy only", "run as root, or: sysctl net.ipv4.ip_unprivileged_port_start=443");
        }
        return Addresses.free(settings.serverAddress(), CloudSettings.HTTPS) ? Finding.pass("port 443", place + " is free")
                : Finding.warn("port 443", place + " is in use: clients will reach the cloud through its proxy only", "end what listens there: ss -ltnp");
    }

    static Finding proxyPort(DataDirectory data) throws IOException {
        CloudSettings settings = settings(data);
        if (runs(data, "proxy")) {
            return Finding.pass("proxy port", "the cloud's own proxy listens on " + settings.proxyUrl());
        }
        return Addresses.free("127.0.0.1", settings.proxyPort()) ? Finding.pass("proxy port", "127.0.0.1:" + settings.proxyPort() + " is free")
                : Finding.warn("proxy port", "127.0.0.1:" + settings.proxyPort() + " is in use", "./woad up will choose another; shells need ./woad env again");
    }

    static Finding publicPool(DataDirectory data) throws IOException {
        CloudSettings settings = settings(data);
        String prefix = settings.publicAddressPool().replaceAll("\\.\\d+\\.\\d+/.*", ".");
        return Addresses.anyBelow(prefix) && settings.block() == 0
                ? Finding.warn("public addresses", "something listens inside " + settings.publicAddressPool(), "end it, or public addresses there are out of reach: ss -ltnp")
                : Finding.pass("public addresses", settings.publicAddressPool() + " is free for machines");
    }

    private static CloudSettings settings(DataDirectory data) throws IOException {
        return data.exists() ? CloudSettings.load(data) : Fleet.chooseAddresses(data, CloudProfile.local().domain());
    }

    private static boolean runs(DataDirectory data, String name) throws IOException {
        if (!data.exists()) {
            return false;
        }
        for (Part part : Cloud.existing(data).parts()) {
            if (part.name().equals(name)) {
                return part.status().state() != Part.State.STOPPED;
            }
        }
        return false;
    }
}
