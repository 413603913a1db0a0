package org.hotcut.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Vector;

import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;

/** What we say in one DTLS handshake: 1.2 only, forward secrecy and AEAD only (RFC 9325), the certificate by the name asked for, no question for one. */
final class DtlsServer extends AbstractTlsServer {
    private static final int[] SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    };

    private final DtlsCrypto crypto;
    private final List<ServerKeys.Key> keys;
    private final int timeoutMillis;

    /**
     * Prepares one handshake.
     *
     * @param keys          what can be presented, at least one
     * @param timeoutMillis after which it has failed
     */
    DtlsServer(DtlsCrypto crypto, List<ServerKeys.Key> keys, int timeoutMillis) {
        super(crypto);
        this.crypto = crypto;
        this.keys = keys;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, SUITES);
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    protected boolean isSelectableCipherSuite(int suite, int curveBits, int fieldBits, Vector signatures) {
        return key(suite) != null && super.isSelectableCipherSuite(suite, curveBits, fieldBits, signatures);
    }

    /** RFC 7443: who names a protocol names one of these. */
    @Override
    protected Vector<ProtocolName> getProtocolNames() {
        return new Vector<>(List.of(ProtocolName.STUN_TURN, ProtocolName.STUN_NAT_DISCOVERY));
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        ServerKeys.Key key = key(selectedCipherSuite);
        if (key == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        TlsCertificate[] chain = Arrays.stream(key.chain()).map(each -> new JcaTlsCertificate(crypto, each)).toArray(TlsCertificate[]::new);
        short algorithm = isEcdsa(selectedCipherSuite) ? SignatureAlgorithm.ecdsa : SignatureAlgorithm.rsa;
        return new JcaDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, key.secret(), new Certificate(chain),
            TlsUtils.chooseSignatureAndHashAlgorithm(context, context.getSecurityParametersHandshake().getClientSigAlgs(), algorithm));
    }

    private ServerKeys.Key key(int suite) {
        String kind = isEcdsa(suite) ? "EC" : "RSA";
        return ServerKeys.fitting(keys, requestedHost()).stream().filter(key -> key.isOf(kind)).findFirst().orElse(null);
    }

    private static boolean isEcdsa(int suite) {
        return TlsUtils.getKeyExchangeAlgorithm(suite) == KeyExchangeAlgorithm.ECDHE_ECDSA;
    }

    private String requestedHost() {
        Vector<?> names = context.getSecurityParametersHandshake().getClientServerNames();
        if (names == null) {
            return null;
        }
        return names.stream().map(ServerName.class::cast).filter(name -> name.getNameType() == NameType.host_name).findFirst()
            .map(name -> new String(name.getNameData(), StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT)).orElse(null);
    }
}
