package org.hotcut.shell.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hotcut.core.api.account.DigestAlgorithm;

/** What a phone answers to a challenge (RFC 7616 section 3.4). */
final class DigestAnswer {
    private DigestAnswer() { }

    /** Returns a parameter of a challenge, or "". */
    static String parameter(String challenge, String name) {
        Matcher matcher = Pattern.compile("[ ,]" + name + "=(\"((?:[^\"\\\\]|\\\\.)*)\"|[^, ]+)", Pattern.CASE_INSENSITIVE).matcher(challenge);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(2) != null ? matcher.group(2).replaceAll("\\\\(.)", "$1") : matcher.group(1);
    }

    /** Answers the first challenge, which is the server's first choice; null when it wants something that does not exist. */
    static String to(List<String> challenges, String user, char[] password, String method, String uri) {
        String challenge = challenges.isEmpty() ? "" : challenges.get(0);
        String token = parameter(challenge, "algorithm");
        DigestAlgorithm algorithm = DigestAlgorithm.of(token.isEmpty() ? "MD5" : token);
        if (algorithm == null) {
            return null;
        }
        String realm = parameter(challenge, "realm");
        String nonce = parameter(challenge, "nonce");
        String ha1 = hash(algorithm, user + ':' + realm + ':' + new String(password));
        String response = hash(algorithm, ha1 + ':' + nonce + ":00000001:7a3f:auth:" + hash(algorithm, method + ':' + uri));
        String quoted = realm.replace("\\", "\\\\").replace("\"", "\\\"");
        return "Digest username=\"" + user + "\", realm=\"" + quoted + "\", nonce=\"" + nonce + "\", uri=\"" + uri + "\", response=\""
            + response + "\", algorithm=" + algorithm.token() + ", cnonce=\"7a3f\", nc=00000001, qop=auth";
    }

    private static String hash(DigestAlgorithm algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm.jca()).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm.jca() + ", which JDK 17 has, is missing", e);
        }
    }
}
