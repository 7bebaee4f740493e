package woad.storage.blob;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import woad.platform.web.TestClient;
import woad.platform.web.WebResponse;

/** Carries the requests of the Azure SDK into the pipeline of the services under test, and their answers back, without sockets. */
final class SdkPipeline implements HttpClient {
    private final TestClient client;

    SdkPipeline(TestClient client) {
        this.client = client;
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> answer(request)).subscribeOn(Schedulers.boundedElastic());
    }

    private HttpResponse answer(HttpRequest request) throws IOException {
        TestClient sender = client;
        for (HttpHeader header : request.getHeaders()) {
            sender = sender.with(header.getName(), String.join(",", header.getValuesList()));
        }
        byte[] body = request.getBodyAsBinaryData() == null ? new byte[0] : request.getBodyAsBinaryData().toBytes();
        WebResponse answer = sender.send(request.getHttpMethod().name(), request.getUrl().toString(), body).response();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        HttpHeaders headers = new HttpHeaders();
        answer.headers().forEach(header -> headers.set(HttpHeaderName.fromString(header.name()), header.value()));
        if (answer.contentType() != null) {
            headers.set(HttpHeaderName.CONTENT_TYPE, answer.contentType());
        }
        long length = answer.streamed() != null ? answer.streamed().length() : answer.body() == null ? 0 : answer.body().length;
        headers.set(HttpHeaderName.CONTENT_LENGTH, Long.toString(length));
        if (!request.getHttpMethod().name().equals("HEAD")) {
            if (answer.streamed() != null) {
                answer.streamed().writer().writeTo(read);
            } else if (answer.body() != null) {
                read.write(answer.body());
            }
        }
        return new Answer(request, answer.status(), headers, read.toByteArray());
    }

    private static final class Answer extends HttpResponse {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        private Answer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
            super(request);
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return body.length == 0 ? Flux.empty() : Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
