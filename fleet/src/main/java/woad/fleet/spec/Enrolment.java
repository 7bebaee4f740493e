package woad.fleet.spec;

/** How a host becomes known: {@code POST /enrol} on the control plane's listener for hosts. */
public final class Enrolment {
    private Enrolment() {}

    /**
     * @param token   given to the host by its operator; good for one key
     * @param request a certification request (PKCS #10, DER, base64); only its key is taken
     */
    public record Request(String token, String request) {
        @Override
        public String toString() {
            return "Enrolment.Request";
        }
    }

    /** Only the certification request, from a host that renews its certificate: {@code POST /certificate}. */
    public record Renewal(String request) {}

    /** @param certificates PEM: the host's own, then its issuer's */
    public record Answer(HostId host, String certificates) {}
}
