package org.hotcut.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of one {@code Digest} field, {@code name=token} or {@code name="text"}, a comma between. */
final class DigestParameters {
    private static final String SCHEME = "Digest";
    private static final int MOST = 32;

    private final String text;
    private final Map<String, String> values = new HashMap<>(16);
    private int at;

    private DigestParameters(String text) {
        this.text = text;
    }

    /**
     * Reads a field.
     *
     * @return null when its scheme is another one
     * @throws MalformedCredentialsException when it breaks the grammar or says a parameter twice
     */
    static DigestParameters parse(String text) throws MalformedCredentialsException {
        int scheme = SCHEME.length();
        if (text.length() <= scheme || !text.regionMatches(true, 0, SCHEME, 0, scheme) || !isSpace(text.charAt(scheme))) {
            return null;
        }
        DigestParameters parameters = new DigestParameters(text);
        parameters.at = scheme;
        parameters.readAll();
        return parameters;
    }

    /** Returns a value as sent but without quotes, or null. */
    String get(String name) {
        return values.get(name);
    }

    /** Returns a value with its quoted pairs resolved (RFC 3261 section 25.1), or null. */
    String unescaped(String name) {
        String value = values.get(name);
        if (value == null || value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            plain.append(c == '\\' && i + 1 < value.length() ? value.charAt(++i) : c);
        }
        return plain.toString();
    }

    private void readAll() throws MalformedCredentialsException {
        do {
            skipSpace();
            String name = token().toLowerCase(Locale.ROOT);
            skipSpace();
            expect('=');
            skipSpace();
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (values.put(name, value) != null || values.size() > MOST) {
                throw new MalformedCredentialsException("Credentials repeat a parameter");
            }
            skipSpace();
        } while (comma());
        if (at < text.length()) {
            throw malformed();
        }
    }

    private String token() throws MalformedCredentialsException {
        int start = at;
        while (at < text.length() && isToken(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        return text.substring(start, at);
    }

    private String quoted() throws MalformedCredentialsException {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        expect('"');
        return text.substring(start, at - 1);
    }

    private boolean comma() {
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws MalformedCredentialsException {
        if (at >= text.length() || text.charAt(at++) != c) {
            throw malformed();
        }
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isToken(char c) {
        return c > ' ' && c < 127 && c != ',' && c != '=' && c != '"';
    }

    private static MalformedCredentialsException malformed() {
        return new MalformedCredentialsException("Malformed credentials");
    }
}
