package org.hotcut.identity.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

import org.hotcut.testkit.Authority;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which names of a certificate are whose. */
class Rfc5922Section71Test {
    private static final Authority AUTHORITY = Authority.root("Names", Instant.now());

    private static Names names(X509Certificate certificate, boolean email) {
        try {
            return Names.of(certificate, Sip.parser(), email);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static Authority.Wanted peer() {
        return AUTHORITY.peer("CN=cn.example");
    }

    static Stream<Arguments> domains() {
        return Stream.of(
            Arguments.of("a SIP URI without user part", peer().uri("sip:example.org"), Set.of("example.org")),
            Arguments.of("a SIPS URI without user part", peer().uri("sips:example.org"), Set.of("example.org")),
            Arguments.of("several SIP URIs", peer().uri("sip:example.org", "sip:example.net"), Set.of("example.org", "example.net")),
            Arguments.of("parameters and a port are not part of the name", peer().uri("sip:example.org:5061;transport=tls"), Set.of("example.org")),
            Arguments.of("a DNS name where there is no SIP URI", peer().dns("example.org"), Set.of("example.org")),
            Arguments.of("no DNS name where there is a SIP URI", peer().uri("sip:example.org").dns("example.net"), Set.of("example.org")),
            Arguments.of("no DNS name where there is a SIP URI of a user", peer().uri("sip:alice@example.org").dns("example.org"), Set.of()),
            Arguments.of("a DNS name where the URIs are of other schemes", peer().uri("https://example.net/", "xmpp:example.net").dns("example.org"), Set.of("example.org")),
            Arguments.of("another scheme's URI is none", peer().uri("https://example.org/"), Set.of()),
            Arguments.of("the common name where there is no subjectAltName", peer(), Set.of("cn.example")),
            Arguments.of("no common name where there is any", peer().mail("a@example.org"), Set.of()),
            Arguments.of("not one of two common names", AUTHORITY.peer("CN=a.example,CN=b.example"), Set.of()),
            Arguments.of("a common name that is no host", AUTHORITY.peer("CN=Alice Example"), Set.of()),
            Arguments.of("no wildcard in a DNS name", peer().dns("*.example.org"), Set.of()),
            Arguments.of("no wildcard within a label", peer().dns("sip*.example.org"), Set.of()),
            Arguments.of("no wildcard in a SIP URI", peer().uri("sip:*.example.org").dns("example.org"), Set.of()),
            Arguments.of("no wildcard in a common name", AUTHORITY.peer("CN=*.example.org"), Set.of()),
            Arguments.of("case does not count", peer().dns("Example.ORG"), Set.of("example.org")),
            Arguments.of("case of a URI does not count", peer().uri("SIP:Example.ORG"), Set.of("example.org")),
            Arguments.of("an internationalized name is its A-label", peer().dns("xn--bcher-kva.example"), Set.of("xn--bcher-kva.example")),
            Arguments.of("a U-label is nobody", peer().dns("b\u00fccher.example"), Set.of()),
            Arguments.of("one trailing dot does not count", peer().dns("example.org."), Set.of("example.org")),
            Arguments.of("two trailing dots are nobody", peer().dns("example.org.."), Set.of()),
            Arguments.of("an embedded NUL is nobody", peer().dns("example.org\0.example.net"), Set.of()),
            Arguments.of("an embedded NUL in a URI is nobody", peer().uri("sip:example.org\0.example.net"), Set.of()),
            Arguments.of("an embedded NUL in a common name is nobody", AUTHORITY.peer("CN=example.org\\00.example.net"), Set.of()),
            Arguments.of("a line break is nobody", peer().dns("example.org\r\nVia: x"), Set.of()),
            Arguments.of("an address is nobody", peer().ip("192.0.2.1"), Set.of()),
            Arguments.of("an IPv6 address is nobody", peer().ip("2001:db8::1"), Set.of()),
            Arguments.of("an address as a DNS name is nobody", peer().dns("192.0.2.1"), Set.of()),
            Arguments.of("an address in a URI is nobody", peer().uri("sip:192.0.2.1", "sip:[2001:db8::1]"), Set.of()),
            Arguments.of("an empty name is nobody", peer().dns(""), Set.of()),
            Arguments.of("a URI without user name but with an @", peer().uri("sip:@example.org"), Set.of()),
            Arguments.of("a label of 64 letters is nobody", peer().dns("a".repeat(64) + ".example"), Set.of()),
            Arguments.of("an underscore is nobody", peer().dns("_sip.example.org"), Set.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("domains")
    void domainsOf(String what, Authority.Wanted wanted, Set<String> expected) {
        assertEquals(expected, names(wanted.issue(), true).domains());
    }

    static Stream<Arguments> users() {
        return Stream.of(
            Arguments.of("a SIP URI with a user part", peer().uri("sip:alice@example.org"), Set.of("alice@example.org")),
            Arguments.of("its host without case, its user with", peer().uri("sip:Alice@EXAMPLE.org"), Set.of("Alice@example.org")),
            Arguments.of("escapes are resolved", peer().uri("sip:%61lice@example.org"), Set.of("alice@example.org")),
            Arguments.of("a domain before the @ is a user", peer().uri("sip:example.net@example.org"), Set.of("example.net@example.org")),
            Arguments.of("a user and a domain", peer().uri("sip:alice@example.org", "sip:example.net"), Set.of("alice@example.org")),
            Arguments.of("no user of a wildcard", peer().uri("sip:alice@*.example.org"), Set.of()),
            Arguments.of("an escaped NUL is nobody", peer().uri("sip:alice%00@example.org"), Set.of()),
            Arguments.of("an e-mail address, where there is a SIP URI, is nobody", peer().uri("sip:example.org").mail("alice@example.org"), Set.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("users")
    void usersOf(String what, Authority.Wanted wanted, Set<String> expected) {
        assertEquals(expected, names(wanted.issue(), true).users());
    }

    @Test
    void anEmailAddressIsAUserOnlyWhereTheAdminSaysSo() {
        X509Certificate certificate = peer().mail("alice@Example.org").issue();
        assertEquals(Set.of("alice@example.org"), names(certificate, true).users());
        assertEquals(Set.of(), names(certificate, false).users());
        assertEquals(Set.of(), names(certificate, true).domains());
    }

    @Test
    void aPersonalCertificateIsNeverItsDomains() {
        Names names = names(peer().uri("sip:alice@example.org").issue(), true);
        assertEquals(Set.of("alice@example.org"), names.users());
        assertEquals(Set.of(), names.domains());
    }

    @Test
    void aDeviceHasItsCommonNameAndAllOfItsAlternativeOnes() {
        Names names = names(AUTHORITY.peer("CN=00085D1A2B3C,O=Maker").dns("phone.maker.example").uri("urn:uuid:1").issue(), false);
        assertEquals(Set.of("00085D1A2B3C", "phone.maker.example", "urn:uuid:1"), names.devices());
    }
}
