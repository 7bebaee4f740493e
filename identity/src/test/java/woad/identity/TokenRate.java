package woad.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.util.concurrent.Callable;

/** How fast tokens are issued and checked, against bare RS256; run by hand. */
final class TokenRate {
    private TokenRate() {}

    public static void main(String[] arguments) throws Exception {
        try (TestIdentity identity = new TestIdentity()) {
            var application = identity.directory.createApplication(identity.contoso.id(), "rate");
            String token = identity.token(identity.contoso, application, TestIdentity.MANAGEMENT);
            var claims = SignedJWT.parse(token).getJWTClaimsSet();
            var signer = new RSASSASigner(new RSAKeyGenerator(3072).generate());
            for (int round = 0; round < 3; round++) {
                System.out.printf("sign %.3f ms, issue %.3f ms, check %.3f ms%n", time(200, () -> {
                    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
                    jwt.sign(signer);
                    return jwt.serialize();
                }), time(200, () -> identity.token(identity.contoso, application, TestIdentity.MANAGEMENT)), time(500, () -> identity.authenticator.authenticate(token)));
            }
        }
    }

    private static double time(int count, Callable<?> work) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            work.call();
        }
        return (System.nanoTime() - start) / 1e6 / count;
    }
}
