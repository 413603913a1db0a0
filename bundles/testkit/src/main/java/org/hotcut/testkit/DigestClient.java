package org.hotcut.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hotcut.core.api.account.DigestAlgorithm;

/** A user who answers challenges (RFC 7616, RFC 8760), counting what it uses of each nonce. */
public final class DigestClient {
    private static final Pattern PARAMETER = Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final String user;
    private final String password;
    private String cnonce = "0a4f113b";

    /** Makes the user; the name goes into the header as it is, so it may be {@code alice@example.org}. */
    public DigestClient(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** Sets the client's own nonce. */
    public DigestClient cnonce(String value) {
        cnonce = value;
        return this;
    }

    /** Returns the value of Authorization or Proxy-Authorization for a challenge, with the next count of its nonce. */
    public String answer(String challenge, String method, String uri) {
        String nonce = parameters(challenge).get("nonce");
        return answer(challenge, method, uri, counts.merge(nonce, 1, Integer::sum));
    }

    /** Returns the value for a challenge with this nonce count. */
    public String answer(String challenge, String method, String uri, int count) {
        Map<String, String> given = parameters(challenge);
        String token = given.getOrDefault("algorithm", "MD5");
        DigestAlgorithm algorithm = DigestAlgorithm.of(token);
        if (algorithm == null) {
            throw new IllegalArgumentException("unknown algorithm " + token);
        }
        String nc = String.format("%08x", count);
        String ha1 = hash(algorithm, user + ':' + given.get("realm") + ':' + password);
        String ha2 = hash(algorithm, method + ':' + uri);
        boolean qop = given.containsKey("qop");
        String middle = qop ? ':' + nc + ':' + cnonce + ":auth" : "";
        String response = hash(algorithm, ha1 + ':' + given.get("nonce") + middle + ':' + ha2);
        StringBuilder text = new StringBuilder("Digest username=\"" + user + "\", realm=\"" + given.get("realm") + "\", nonce=\"" + given.get("nonce")
            + "\", uri=\"" + uri + "\", response=\"" + response + '"');
        if (given.containsKey("algorithm")) {
            text.append(", algorithm=").append(token);
        }
        if (given.containsKey("opaque")) {
            text.append(", opaque=\"").append(given.get("opaque")).append('"');
        }
        return qop ? text + ", qop=auth, nc=" + nc + ", cnonce=\"" + cnonce + '"' : text.toString();
    }

    /** Returns the parameters of a challenge or an answer to one by lower-case name, without quotes. */
    public static Map<String, String> parameters(String header) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher each = PARAMETER.matcher(header);
        while (each.find()) {
            parameters.put(each.group(1).toLowerCase(Locale.ROOT), each.group(2) != null ? each.group(2) : each.group(3));
        }
        return parameters;
    }

    /** Returns a hash in lower-case hexadecimal digits. */
    public static String hash(DigestAlgorithm algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm.jca()).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
