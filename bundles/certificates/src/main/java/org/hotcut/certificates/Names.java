package org.hotcut.certificates;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The alternative names of a certificate, RFC 5280 section 4.2.1.6.
 *
 * @param dns       host names and SIP domains, lower case
 * @param addresses as text, in the form of {@link #address}
 * @param uris      {@code sip:} and a domain, as RFC 5922 section 7.1 prefers for SIP domains
 */
record Names(Set<String> dns, Set<String> addresses, Set<String> uris) {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    Names() {
        this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    static Names of(X509Certificate certificate) {
        Names names = new Names();
        for (List<?> name : alternatives(certificate)) {
            switch ((Integer) name.get(0)) {
                case DNS -> names.dns.add(name.get(1).toString());
                case URI -> names.uris.add(name.get(1).toString());
                case IP -> names.addresses.add(address(name.get(1).toString()));
                default -> { }
            }
        }
        return names;
    }

    /** Adds a name or address; returns false when it is neither. */
    boolean addHost(String name) {
        return add(name, (kind, value) -> kind.add(value));
    }

    /** Adds a SIP domain: its name also as a URI. Returns false when it is neither a name nor an address. */
    boolean addDomain(String name) {
        return add(name, (kind, value) -> {
            kind.add(value);
            if (kind == dns) {
                uris.add("sip:" + value);
            }
        });
    }

    /** Returns all names in the form an admin reads: {@code DNS:}, {@code IP:} and {@code URI:} before each. */
    List<String> labelled() {
        return Stream.of(dns.stream().map("DNS:"::concat), addresses.stream().map("IP:"::concat), uris.stream().map("URI:"::concat))
            .flatMap(each -> each).toList();
    }

    /** Returns names and addresses, for the choice by SNI. */
    List<String> hosts() {
        List<String> hosts = new ArrayList<>(dns);
        hosts.addAll(addresses);
        return List.copyOf(hosts);
    }

    /** Returns what of the labelled names another set does not have. */
    List<String> without(Names other) {
        List<String> rest = new ArrayList<>(labelled());
        rest.removeAll(other.labelled());
        return rest;
    }

    /** Returns the usual text of an address literal (IPv6 with or without brackets and zone), null when it is none. Never asks the name service. */
    static String address(String literal) {
        String bare = literal.startsWith("[") && literal.endsWith("]") ? literal.substring(1, literal.length() - 1) : literal;
        int zone = bare.indexOf('%');
        bare = zone < 0 ? bare : bare.substring(0, zone);
        if (bare.indexOf(':') < 0 && !IPV4.matcher(bare).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(bare).getHostAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private boolean add(String name, BiConsumer<Set<String>, String> adder) {
        String address = address(name);
        String host = address == null ? host(name) : null;
        if (address == null && host == null) {
            return false;
        }
        adder.accept(address == null ? dns : addresses, Objects.requireNonNullElse(address, host));
        return true;
    }

    private static String host(String name) {
        try {
            String ascii = IDN.toASCII(name).toLowerCase(Locale.ROOT);
            String host = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return host.length() <= 253 && HOST.matcher(host).matches() ? host : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            return Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
