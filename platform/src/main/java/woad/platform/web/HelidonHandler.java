package woad.platform.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Speaks between Helidon's types and the pipeline's. */
final class HelidonHandler implements Handler {
    private final Pipeline pipeline;
    private final Patience patience;
    private final ScheduledExecutorService timer;

    HelidonHandler(Pipeline pipeline, Patience patience, ScheduledExecutorService timer) {
        this.pipeline = pipeline;
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(h -> headers.put(h.headerName().lowerCase(), h.headerName().equals(HeaderNames.COOKIE)
                ? String.join("; ", h.allValues()) : String.join(", ", h.allValues())));
        String method = request.prologue().method().text();
        ArrivingBody body = new ArrivingBody(request.content().hasEntity() ? request.content().inputStream() : null, patience, timer);
        WebResponse answer = pipeline.answer(new Pipeline.Incoming(method, host(request.authority()), request.prologue().uriPath().rawPath(),
                request.prologue().query().rawValue(), headers, clientAddress(request), clientCertificate(request), body));
        response.status(Status.create(answer.status()));
        for (WebResponse.Header header : answer.headers()) {
            response.headers().add(HeaderNames.create(header.name()), header.value());
        }
        if (answer.contentType() != null) {
            response.headers().set(HeaderNames.CONTENT_TYPE, answer.contentType());
        }
        boolean last = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close") || !endsSoon(body, headers);
        boolean streams = request.prologue().protocolVersion().startsWith("2");
        if (last && !streams) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
        send(response, answer, method.equals("HEAD"));
        if (!body.drain() && streams) {
            body.abandon();
            throw new CloseConnectionException("more of the body was sent than is read", new Http2Exception(Http2ErrorCode.NO_ERROR, "the answer is complete"));
        }
        if (last || !body.ended()) {
            // Helidon 4.5 says that it will close, and then waits for another request (RFC 9112, 9.6 wants it closed).
            throw new CloseConnectionException("this was the connection's last request");
        }
    }

    private static void send(ServerResponse response, WebResponse answer, boolean head) {
        if (answer.streamed() != null) {
            response.headers().contentLength(answer.streamed().length());
        }
        if (head || answer.body() == null && answer.streamed() == null) {
            response.send();
        } else if (answer.streamed() == null) {
            response.send(answer.body());
        } else {
            try (OutputStream to = response.outputStream()) {
                answer.streamed().writer().writeTo(to);
            } catch (IOException | RuntimeException e) {
                // The status is on its way already: only an early end tells the client that this is not all.
                throw new CloseConnectionException("the body of an answer could not be written to its end", e);
            }
        }
    }

    /** Whether the rest of a body will have been read by the time of the next request. */
    private static boolean endsSoon(ArrivingBody body, Map<String, String> headers) {
        String declared = headers.getOrDefault("content-length", "");
        boolean sent = body.begun() || !headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
        return body.ended() || sent && declared.matches("\\d{1,18}") && body.leavesLittle(Long.parseLong(declared));
    }

    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        return host.toLowerCase(Locale.ROOT);
    }

    private static String clientAddress(ServerRequest request) {
        Optional<ProxyProtocolData> proxied = request.proxyProtocolData();
        return proxied.map(ProxyProtocolData::sourceAddress).filter(a -> !a.isEmpty()).orElseGet(() -> {
            java.net.SocketAddress address = request.remotePeer().address();
            return address instanceof java.net.InetSocketAddress inet ? inet.getAddress().getHostAddress() : address.toString();
        });
    }

    private static X509Certificate clientCertificate(ServerRequest request) {
        return request.remotePeer().tlsCertificates().filter(chain -> chain.length > 0 && chain[0] instanceof X509Certificate)
                .map(chain -> (X509Certificate) chain[0]).orElse(null);
    }
}
