package woad.launcher.authority;

import java.io.IOException;

/** A store of certificate authorities that some programs trust. */
interface TrustStore {

    /** For people: where it is and whose. */
    String description();

    /** Makes its programs trust the certificate; one of the same name is replaced. */
    void install(String name, String pem) throws IOException;

    /** Takes the certificate out. @return whether it was there */
    boolean remove(String name) throws IOException;
}
