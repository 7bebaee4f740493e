package woad.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A listener's TLS as Helidon is given it. Helidon 4.5 neither sets a read timeout on the sockets it accepts, so that a client that falls silent
 * in a handshake or a header would be waited for until the end of days, nor, without channels, the versions and the client authentication it was
 * told; the sockets made here have all three.
 */
final class ServerTls {
    static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private ServerTls() {}

    /** @param silence how long a socket waits for the next byte */
    static SSLContext of(Listener listener, Duration silence) {
        SSLContext context = listener.tls();
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setWantClientAuth(listener.clientCertificates());
        SSLSocketFactory sockets = new Sockets(context.getSocketFactory(), parameters, silence);
        return new SSLContext(new Spi(context, sockets), context.getProvider(), context.getProtocol()) {};
    }

    private static final class Sockets extends SSLSocketFactory {
        private final SSLSocketFactory factory;
        private final SSLParameters parameters;
        private final int silence;

        Sockets(SSLSocketFactory factory, SSLParameters parameters, Duration silence) {
            this.factory = factory;
            this.parameters = parameters;
            this.silence = Math.toIntExact(silence.toMillis());
        }

        /** The server's side of a connection. */
        @Override
        public Socket createSocket(Socket connection, InputStream consumed, boolean autoClose) throws IOException {
            connection.setSoTimeout(silence);
            SSLSocket socket = (SSLSocket) factory.createSocket(connection, consumed, autoClose);
            socket.setSSLParameters(parameters);
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket connection, String host, int port, boolean autoClose) throws IOException {
            throw clientSide();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw clientSide();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            throw clientSide();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw clientSide();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
            throw clientSide();
        }

        private static SocketException clientSide() {
            return new SocketException("a listener opens no connections");
        }
    }

    private static final class Spi extends SSLContextSpi {
        private final SSLContext context;
        private final SSLSocketFactory sockets;

        Spi(SSLContext context, SSLSocketFactory sockets) {
            this.context = context;
            this.sockets = sockets;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) throws KeyManagementException {
            throw new KeyManagementException("it is initialised already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return sockets;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return context.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return context.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }
}
