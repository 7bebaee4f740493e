package woad.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx that serves files over TLS: about the limit of what this computer can do. */
public final class Nginx implements AutoCloseable {
    private final PeerProcess process;
    private final int port;

    private Nginx(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Serves the files of {@code directory/files}. */
    public static Nginx start(Path directory, PeerCertificate certificate) throws IOException, InterruptedException {
        Path files = Files.createDirectories(directory.resolve("files"));
        int port = PeerProcess.freePort();
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                user root;
                worker_processes auto;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 512; }
                http {
                  access_log off;
                  sendfile on;
                  keepalive_requests 100000000;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d ssl;
                    server_name localhost;
                    ssl_certificate %3$s;
                    ssl_certificate_key %4$s;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    root %5$s;
                  }
                }
                """.formatted(directory, port, certificate.certificate(), certificate.key(), files));
        if (!"root".equals(System.getProperty("user.name"))) {
            Files.writeString(configuration, Files.readString(configuration).replace("user root;\n", ""));
        }
        return new Nginx(PeerProcess.start(List.of(program(), "-p", directory.toString(), "-c", configuration.toString()), directory, List.of(port)), port);
    }

    private static String program() {
        return Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
    }

    /** Where it listens; its name is {@code localhost}. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() {
        process.close();
    }
}
