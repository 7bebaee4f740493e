package woad.bench;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;

/** The peer of {@link StartBenchmark}: a Helidon server that does nothing. */
final class EmptyHelidon {
    private EmptyHelidon() {}

    public static void main(String[] arguments) {
        WebServer.builder().host("127.0.0.1").port(Integer.parseInt(arguments[0])).routing(HttpRouting.builder().any((request, response) -> response.send()))
                .build().start();
    }
}
