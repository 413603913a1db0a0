package org.hotcut.net;

import java.io.IOException;
import java.security.SecureRandom;

import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * Java's own algorithms for Bouncy Castle's DTLS. That makes room for as much as a client says that its messages have, before they are there; what is encrypted can be
 * looked at only here.
 */
final class DtlsCrypto extends JcaTlsCrypto {
    DtlsCrypto(SecureRandom random) {
        super(new DefaultJcaJceHelper(), random, random);
    }

    @Override
    public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac) throws IOException {
        return new Bounded(super.createCipher(parameters, encryption, mac));
    }

    private record Bounded(TlsCipher inner) implements TlsCipher {
        @Override
        public TlsDecodeResult decodeCiphertext(long number, short type, ProtocolVersion version, byte[] bytes, int from, int count) throws IOException {
            TlsDecodeResult clear = decode(number, type, version, bytes, from, count);
            if (clear.contentType == ContentType.handshake && !DtlsRecords.areBearable(clear.buf, clear.off, clear.len)) {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter);
            }
            return clear;
        }

        /** Of one that is too short, it says something else than that it is forged, and the session would end by it (RFC 6347 section 4.1.2.7). */
        private TlsDecodeResult decode(long number, short type, ProtocolVersion version, byte[] bytes, int from, int count) throws IOException {
            try {
                return inner.decodeCiphertext(number, type, version, bytes, from, count);
            } catch (TlsFatalAlert e) {
                throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
            }
        }

        @Override
        public TlsEncodeResult encodePlaintext(long number, short type, ProtocolVersion version, int headroom, byte[] bytes, int from, int count) throws IOException {
            return inner.encodePlaintext(number, type, version, headroom, bytes, from, count);
        }

        @Override
        public int getCiphertextDecodeLimit(int limit) {
            return inner.getCiphertextDecodeLimit(limit);
        }

        @Override
        public int getCiphertextEncodeLimit(int limit) {
            return inner.getCiphertextEncodeLimit(limit);
        }

        @Override
        public int getPlaintextDecodeLimit(int limit) {
            return inner.getPlaintextDecodeLimit(limit);
        }

        @Override
        public int getPlaintextEncodeLimit(int limit) {
            return inner.getPlaintextEncodeLimit(limit);
        }

        @Override
        public void rekeyDecoder() throws IOException {
            inner.rekeyDecoder();
        }

        @Override
        public void rekeyEncoder() throws IOException {
            inner.rekeyEncoder();
        }

        @Override
        public boolean usesOpaqueRecordTypeDecode() {
            return inner.usesOpaqueRecordTypeDecode();
        }

        @Override
        public boolean usesOpaqueRecordTypeEncode() {
            return inner.usesOpaqueRecordTypeEncode();
        }
    }
}
