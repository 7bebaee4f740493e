package woad.platform.web;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import woad.platform.core.Ids;

/**
 * Sends requests to services of this process through the same pipeline as the front door's, authenticated and authorised like
 * any other: what a web page may show is what its reader's own token may read.
 */
public final class InProcessClient {
    private final Pipeline pipeline;

    public InProcessClient(List<WebService> services, Ids ids, InstantSource clock) {
        this.pipeline = new Pipeline(new Listener("in-process", InetSocketAddress.createUnresolved("in-process", 0), null, false, false, services), ids, clock);
    }

    /**
     * @param url           {@code https://management.D/…}
     * @param headers       names in lower case
     * @param clientAddress on whose behalf, for logs and lock-out
     */
    public WebResponse send(Method method, URI url, Map<String, String> headers, byte[] body, String clientAddress) {
        return pipeline.answer(new Pipeline.Incoming(method.name(), url.getHost(), url.getRawPath(), url.getRawQuery() == null ? "" : url.getRawQuery(), headers,
                clientAddress, null, new ByteArrayInputStream(body)));
    }
}
