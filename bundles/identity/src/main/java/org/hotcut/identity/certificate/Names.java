package org.hotcut.identity.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipUri;

/**
 * Who a certificate says its owner is (RFC 5922 section 7.1). A SIP URI without user part names a domain, one with a user part that user and nobody else; DNS names
 * count only where there is no SIP URI, the common name only where there is no subjectAltName. A name with a wildcard, an address, or one that is not of letters,
 * digits and hyphens names nobody.
 *
 * @param domains what it speaks for as a whole, lower case, without trailing dot
 * @param users   {@code alice@example.org}
 * @param devices under which names it can be mapped: common names and every text of the subjectAltName, as written
 */
record Names(Set<String> domains, Set<String> users, Set<String> devices) {
    private static final int RFC822 = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int MOST = 100;
    private static final int LONGEST = 253;
    private static final Pattern HOST = Pattern.compile("(?:LABEL\\.)*LABEL".replace("LABEL", "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"));
    // a name whose last label is digits is an address to whoever reads it
    private static final Pattern ADDRESS = Pattern.compile("(?:.*\\.)?[0-9]+");

    /**
     * Reads the names of a certificate.
     *
     * @param email whether an e-mail address names the SIP user of the same address
     */
    static Names of(X509Certificate certificate, SipParser parser, boolean email) throws RefusedException {
        Collection<List<?>> alternatives = alternatives(certificate);
        List<String> common = commonNames(certificate);
        Set<String> devices = new LinkedHashSet<>(common);
        if (alternatives == null) {
            // several: which one is meant?
            Set<String> domains = new LinkedHashSet<>();
            if (common.size() == 1) {
                addHost(common.get(0), domains);
            }
            return new Names(domains, Set.of(), devices);
        }
        devices.addAll(texts(alternatives, RFC822));
        devices.addAll(texts(alternatives, DNS));
        devices.addAll(texts(alternatives, URI));
        return named(alternatives, parser, email, devices);
    }

    private static Names named(Collection<List<?>> alternatives, SipParser parser, boolean email, Set<String> devices) {
        Set<String> domains = new LinkedHashSet<>();
        Set<String> users = new LinkedHashSet<>();
        boolean hasSip = false;
        for (String text : texts(alternatives, URI)) {
            String scheme = text.substring(0, Math.max(0, text.indexOf(':'))).toLowerCase(Locale.ROOT);
            if (scheme.equals("sip") || scheme.equals("sips")) {
                hasSip = true;
                addUri(text, parser, domains, users);
            }
        }
        if (!hasSip) {
            texts(alternatives, DNS).forEach(name -> addHost(name, domains));
        }
        if (!hasSip && email) {
            texts(alternatives, RFC822).forEach(address -> addMail(address, users));
        }
        return new Names(domains, users, devices);
    }

    private static void addUri(String text, SipParser parser, Set<String> domains, Set<String> users) {
        SipUri uri;
        try {
            uri = parser.uri(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (uri.user() == null && text.indexOf('@') < 0) {
            addHost(uri.host(), domains);
        } else if (uri.user() != null && !uri.user().isEmpty()) {
            addUser(uri.user(), uri.host(), users);
        }
    }

    private static void addMail(String address, Set<String> users) {
        int at = address.lastIndexOf('@');
        if (at > 0) {
            addUser(address.substring(0, at), address.substring(at + 1), users);
        }
    }

    private static void addUser(String user, String host, Set<String> users) {
        String domain = host(host);
        if (domain != null && user.chars().noneMatch(c -> c <= ' ' || c == 127)) {
            users.add(user + '@' + domain);
        }
    }

    private static void addHost(String name, Set<String> domains) {
        String host = host(name);
        if (host != null) {
            domains.add(host);
        }
    }

    /** Returns a host as we compare it, or null when the text is none. */
    private static String host(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return bare.length() <= LONGEST && HOST.matcher(bare).matches() && !ADDRESS.matcher(bare).matches() ? bare : null;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) throws RefusedException {
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            // one that cannot be read is there all the same
            return found != null || certificate.getExtensionValue("2.5.29.17") == null ? found : List.of();
        } catch (CertificateParsingException e) {
            throw new RefusedException("its subjectAltName cannot be read");
        }
    }

    private static List<String> texts(Collection<List<?>> alternatives, int kind) {
        return alternatives.stream().filter(entry -> entry.get(0).equals(kind)).map(entry -> (String) entry.get(1)).limit(MOST).toList();
    }

    private static List<String> commonNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String name) {
                    names.add(name);
                }
            }
        } catch (InvalidNameException e) {
            return List.of();
        }
        return names;
    }
}
