package woad.platform.web;

import java.time.Duration;

/**
 * How long the front door waits for a client.
 *
 * @param idle    between two requests of a connection
 * @param silence for the next byte of anything, a handshake or a header; longer than {@code idle}, since it ends an idle connection too
 * @param read    for the next byte of a request body
 * @param body    for a whole request body that is short
 */
record Patience(Duration idle, Duration silence, Duration read, Duration body) {
    static final Patience STANDARD = new Patience(Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofSeconds(30), Duration.ofSeconds(60));
}
