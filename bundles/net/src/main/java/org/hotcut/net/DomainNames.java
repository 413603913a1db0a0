package org.hotcut.net;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import io.netty.util.NetUtil;

/**
 * The SIP domains that a certificate is for (RFC 5922 section 7.1) and whether a dialled one is among them (section 7.2): compared whole, whatever the case;
 * a name with a wildcard, or with anything that no host name has, is none. A number that was dialled must stand there as an address.
 */
final class DomainNames {
    private static final String SUBJECT_ALTERNATIVE = "2.5.29.17";
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;
    private static final int MOST_SHOWN = 5;
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private final List<String> domains;
    private final List<InetAddress> addresses;

    private DomainNames(List<String> domains, List<InetAddress> addresses) {
        this.domains = domains;
        this.addresses = addresses;
    }

    /** Reads a certificate. What cannot be read names nobody: the common name counts only where there are no alternative names at all. */
    static DomainNames of(X509Certificate certificate) {
        if (certificate.getExtensionValue(SUBJECT_ALTERNATIVE) == null) {
            return new DomainNames(commonName(certificate), List.of());
        }
        Collection<List<?>> alternatives;
        try {
            alternatives = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            alternatives = null;
        }
        return alternatives == null ? new DomainNames(List.of(), List.of()) : of(alternatives);
    }

    private static DomainNames of(Collection<List<?>> alternatives) {
        List<String> uris = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            switch ((Integer) alternative.get(0)) {
                case URI -> add(uris, hostOfSipUri((String) alternative.get(1)));
                case DNS -> add(names, (String) alternative.get(1));
                case ADDRESS -> addresses.add(address((String) alternative.get(1)));
                default -> { }
            }
        }
        return new DomainNames(uris.isEmpty() ? names : uris, addresses);
    }

    /** Returns whether the certificate is for a host: a name, or an address without brackets. */
    boolean contain(String dialled) {
        if (isAddress(dialled)) {
            return addresses.contains(address(dialled));
        }
        String name = canonical(dialled);
        return name != null && domains.contains(name);
    }

    /** Returns the names for a log or a reason phrase. */
    @Override
    public String toString() {
        List<String> all = domains.isEmpty() ? addresses.stream().map(InetAddress::getHostAddress).toList() : domains;
        if (all.isEmpty()) {
            return "no domain";
        }
        String shown = String.join(", ", all.subList(0, Math.min(MOST_SHOWN, all.size())));
        return all.size() > MOST_SHOWN ? shown + " and " + (all.size() - MOST_SHOWN) + " more" : shown;
    }

    static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    private static void add(List<String> to, String name) {
        String canonical = name == null ? null : canonical(name);
        if (canonical != null && !isAddress(canonical)) {
            to.add(canonical);
        }
    }

    /** Returns null for a URI that names a user, or is none of SIP. Only {@code sip:} counts. */
    private static String hostOfSipUri(String uri) {
        if (!uri.regionMatches(true, 0, "sip:", 0, 4) || uri.indexOf('@') >= 0) {
            return null;
        }
        String rest = uri.substring(4);
        int end = 0;
        while (end < rest.length() && ":;?".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }

    /** Returns the name as it is compared, in lower case, in ASCII, without a dot at its end (the root that every name ends with); null when it is none. */
    private static String canonical(String name) {
        String text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        try {
            String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
            return NAME.matcher(ascii).matches() ? ascii : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address: " + text, e);
        }
    }

    /** Several common names would leave open which one counts. */
    private static List<String> commonName(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue() instanceof String text ? text : "");
                }
            }
        } catch (InvalidNameException e) {
            return List.of();
        }
        List<String> domains = new ArrayList<>();
        if (names.size() == 1) {
            add(domains, names.get(0));
        }
        return domains;
    }
}
