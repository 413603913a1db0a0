package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.sip.message.Response;

/** What a callee wants the caller to prove (401 and 407). */
final class Challenges {
    private static final String[] NAMES = {"WWW-Authenticate", "Proxy-Authenticate"};

    private Challenges() { }

    static boolean isChallenge(int status) {
        return status == 401 || status == 407;
    }

    /** Returns the first response with the challenges of the second one too (RFC 3261 section 16.7 step 7). */
    static Response merged(Response response, Response other) {
        Response more = response;
        for (String name : NAMES) {
            for (String challenge : other.headers(name)) {
                more = more.withHeader(name, challenge);
            }
        }
        return more;
    }

    /**
     * Takes out the challenges that name a realm of ours. We have not made them: we challenge before we forward. A phone would answer one with a digest
     * of its user's password over a nonce of the callee's choice, who could then guess the password at leisure.
     *
     * @return the same response when there is none of these; null when no other is left
     */
    static Response ofOthers(Response response, Accounts accounts) {
        Response left = response;
        int kept = 0;
        for (String name : NAMES) {
            List<String> others = new ArrayList<>(2);
            List<String> all = response.headers(name);
            for (String challenge : all) {
                if (!isOurs(challenge, accounts)) {
                    others.add(challenge);
                }
            }
            kept += others.size();
            if (others.size() < all.size()) {
                left = left.without(name);
                for (int i = others.size() - 1; i >= 0; i--) {
                    left = left.withHeader(name, others.get(i));
                }
            }
        }
        return kept == 0 && left != response ? null : left;
    }

    private static boolean isOurs(String challenge, Accounts accounts) {
        List<String> realms = realms(challenge);
        for (Domain domain : accounts.domains()) {
            for (String realm : realms) {
                if (realm.equalsIgnoreCase(domain.realm())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns every value of a parameter {@code realm}: clients differ in which of several they take. */
    static List<String> realms(String challenge) {
        List<String> realms = new ArrayList<>(1);
        int at = 0;
        while (at < challenge.length()) {
            int end = parameterEnd(challenge, at);
            String parameter = challenge.substring(at, end).replace('\t', ' ');
            int equal = parameter.indexOf('=');
            String name = equal < 0 ? "" : parameter.substring(0, equal).strip();
            // the first one stands behind the scheme
            if (name.substring(name.lastIndexOf(' ') + 1).equalsIgnoreCase("realm")) {
                realms.add(unquoted(parameter.substring(equal + 1).strip()));
            }
            at = end + 1;
        }
        return realms;
    }

    private static int parameterEnd(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' && !quoted) {
                return i;
            }
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            }
        }
        return text.length();
    }

    private static String unquoted(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                plain.append(value.charAt(++i));
            } else if (c != '"') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
