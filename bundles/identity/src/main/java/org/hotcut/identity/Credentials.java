package org.hotcut.identity;

import java.util.List;

/**
 * The answer to a digest challenge (RFC 7616 section 3.4, RFC 3261 section 22.4). Values are without quotes; escapes are resolved in user name
 * and realm, which are compared with ours, and left in what is hashed as it was sent.
 *
 * @param count nc as a number
 * @param nc    nc as sent
 */
record Credentials(String username, String realm, String nonce, String uri, String response, String algorithm, String cnonce, String qop, String nc,
                   long count) {
    private static final int MOST_CHARACTERS = 4_000;

    /**
     * Finds the credentials for a realm.
     *
     * @param values the Authorization or Proxy-Authorization fields
     * @return null when there are none
     * @throws MalformedCredentialsException when there are two, or they are not what our challenge asked for
     */
    static Credentials find(List<String> values, String realm) throws MalformedCredentialsException {
        DigestParameters found = null;
        for (String value : values) {
            DigestParameters parameters = read(value);
            if (parameters == null || !realm.equals(parameters.unescaped("realm"))) {
                continue;
            }
            if (found != null) {
                throw new MalformedCredentialsException("Two credentials for one realm");
            }
            found = parameters;
        }
        return found == null ? null : of(found);
    }

    /** Returns whether a field answers a challenge of that realm; false when it cannot be read. */
    static boolean isFor(String value, String realm) {
        try {
            DigestParameters parameters = read(value);
            return parameters != null && realm.equals(parameters.unescaped("realm"));
        } catch (MalformedCredentialsException e) {
            return false;
        }
    }

    private static DigestParameters read(String value) throws MalformedCredentialsException {
        if (value.length() > MOST_CHARACTERS) {
            throw new MalformedCredentialsException("Credentials too long");
        }
        return DigestParameters.parse(value);
    }

    private static Credentials of(DigestParameters parameters) throws MalformedCredentialsException {
        String qop = parameters.get("qop");
        if (!"auth".equalsIgnoreCase(qop)) {
            throw new MalformedCredentialsException("Credentials without qop=auth");
        }
        String algorithm = parameters.get("algorithm");
        String nc = required(parameters, "nc");
        return new Credentials(unescaped(parameters, "username"), unescaped(parameters, "realm"), required(parameters, "nonce"),
            required(parameters, "uri"), required(parameters, "response"), algorithm == null ? "MD5" : algorithm,
            required(parameters, "cnonce"), qop, nc, count(nc));
    }

    private static String required(DigestParameters parameters, String name) throws MalformedCredentialsException {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new MalformedCredentialsException("Credentials without " + name);
        }
        return value;
    }

    private static String unescaped(DigestParameters parameters, String name) throws MalformedCredentialsException {
        required(parameters, name);
        return parameters.unescaped(name);
    }

    private static long count(String nc) throws MalformedCredentialsException {
        if (nc.length() != 8) {
            throw new MalformedCredentialsException("nc is not eight digits");
        }
        long count = 0;
        for (int i = 0; i < 8; i++) {
            int digit = Character.digit(nc.charAt(i), 16);
            if (digit < 0) {
                throw new MalformedCredentialsException("nc is not eight digits");
            }
            count = count << 4 | digit;
        }
        return count;
    }
}
