package woad.storage.access;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes the requests of the Azure SDK as they would go out, and answers all of them that there is nothing. */
final class SdkRequests implements HttpClient {
    private final List<AccessRequest> taken = new ArrayList<>();

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        taken.add(of(request));
        return Mono.just(new Nothing(request));
    }

    /** What was sent since this was last asked. */
    List<AccessRequest> take() {
        List<AccessRequest> all = List.copyOf(taken);
        taken.clear();
        return all;
    }

    private static AccessRequest of(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpHeader header : request.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), String.join(",", header.getValuesList()));
        }
        String query = request.getUrl().getQuery();
        return new AccessRequest(request.getHttpMethod().name(), request.getUrl().getHost(), request.getUrl().getPath(), Query.parse(query == null ? "" : query), headers,
                "192.0.2.7", request.getUrl().getProtocol().equals("https"));
    }

    private static final class Nothing extends HttpResponse {
        private Nothing(HttpRequest request) {
            super(request);
        }

        @Override
        public int getStatusCode() {
            return 404;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return getHeaders().getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders().set(HttpHeaderName.CONTENT_LENGTH, "0");
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.empty();
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(new byte[0]);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just("");
        }
    }
}
