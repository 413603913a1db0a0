package org.hotcut.sip.core.route;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import org.hotcut.core.api.Keys;
import org.hotcut.hash.SipHash;
import org.hotcut.sip.message.Request;

/**
 * Writes and reads the token in our Record-Route: version, key id, hash of the caller's tag, both {@link SideToken sides}, the {@link Bounds} of those that are not
 * reached by their line, and over these and the Call-ID an HMAC-SHA256 cut to 128 bits; all of it in base64url. One for each loop, so that it has its
 * own {@link Mac}s.
 */
public final class TokenCodec {
    private static final int VERSION = 1;
    private static final int HEAD = 1 + 1 + 4;
    private static final int MAC = 16;
    private static final int MOST = HEAD + 2 * (SideToken.MOST + Bounds.LENGTH) + MAC;
    private static final int MOST_TEXT = (MOST * 4 + 2) / 3;
    private static final int TAG = 7;

    private final Keys keys;
    private final Signer[] signers = new Signer[256];
    private final ByteBuffer buffer = ByteBuffer.allocate(MOST);

    /** Signs with the keys of purpose {@code route}. */
    public TokenCodec(Keys keys) {
        this.keys = keys;
    }

    /** A key ready to be used. */
    private record Signer(SecretKey secret, Mac mac, SipHash hash) {
        static Signer of(SecretKey secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(secret);
                return new Signer(secret, mac, new SipHash(Arrays.copyOf(secret.getEncoded(), 16)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has HmacSHA256", e);
            }
        }

        byte[] sign(byte[] bytes, int length, String callId) {
            mac.update(bytes, 0, length);
            return mac.doFinal(callId.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns the token of a dialog that this request begins. */
    public String write(Request request, Side caller, Side callee) {
        Keys.Key key = keys.current("route");
        Signer signer = signer(key);
        ByteBuffer out = buffer.clear();
        out.put((byte) VERSION).put((byte) key.id()).putInt(tag(signer.hash, request.fromTag()));
        SideToken.write(caller, signer.hash, out);
        SideToken.write(callee, signer.hash, out);
        Bounds.write(caller, signer.hash, out);
        Bounds.write(callee, signer.hash, out);
        byte[] mac = signer.sign(out.array(), out.position(), request.callId());
        out.put(mac, 0, MAC);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(out.array(), out.position()));
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Returns what a token says of this request, or null when we did not make it, or not for this dialog. */
    public DialogToken read(String text, Request request) {
        if (text == null || text.length() < (HEAD + MAC) * 4 / 3 || text.length() > MOST_TEXT) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            return read(bytes, request);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return null;
        }
    }

    private DialogToken read(byte[] bytes, Request request) {
        if (request.toTag() == null) {
            return null; // no request inside a dialog (RFC 3261 section 12.2.1.1)
        }
        Keys.Key key = bytes[0] == VERSION ? keys.find("route", bytes[1] & 0xff) : null;
        if (key == null) {
            return null;
        }
        Signer signer = signer(key);
        int signed = bytes.length - MAC;
        byte[] mac = Arrays.copyOf(signer.sign(bytes, signed, request.callId()), MAC);
        if (!MessageDigest.isEqual(mac, Arrays.copyOfRange(bytes, signed, bytes.length))) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 2, signed - 2);
        int callerTag = in.getInt();
        SideToken caller = SideToken.read(in);
        SideToken callee = SideToken.read(in);
        boolean fromCaller = callerTag == tag(signer.hash, request.fromTag());
        if (!fromCaller && callerTag != tag(signer.hash, request.toTag())) {
            return null;
        }
        Bounds callers = Bounds.read(caller, in);
        Bounds callees = Bounds.read(callee, in);
        return fromCaller ? new DialogToken(true, caller, callee, callees, signer.hash) : new DialogToken(false, callee, caller, callers, signer.hash);
    }

    private static int tag(SipHash hash, String tag) {
        return tag == null ? 0 : (int) hash.of(TAG, tag);
    }

    private Signer signer(Keys.Key key) {
        Signer known = signers[key.id() & 0xff];
        if (known == null || known.secret != key.secret() && !known.secret.equals(key.secret())) {
            known = Signer.of(key.secret());
            signers[key.id() & 0xff] = known;
        }
        return known;
    }
}
