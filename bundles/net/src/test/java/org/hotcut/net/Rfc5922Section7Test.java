package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificates are for which domains; {@code -} is no alternative name. */
class Rfc5922Section7Test {
    private static final Issued AUTHORITY = Issued.root("CN=Test authority");

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # alternative names                                  | subject                        | dialled         | is it
        DNS:example.org                                      | CN=x                           | example.org     | true
        URI:sip:example.org                                  | CN=x                           | example.org     | true
        DNS:example.net DNS:example.org                      | CN=x                           | example.org     | true
        # 7.1: a sip URI beside it makes a DNS name count no more
        URI:sip:example.org DNS:sip.example.org              | CN=x                           | sip.example.org | false
        URI:sip:example.org DNS:sip.example.org              | CN=x                           | example.org     | true
        # 7.1: a URI with a user is a user's, of another scheme nobody's
        URI:sip:alice@example.org                            | CN=x                           | example.org     | false
        URI:sip:alice@example.org DNS:example.org            | CN=x                           | example.org     | true
        URI:sips:example.org                                 | CN=x                           | example.org     | false
        URI:xmpp:example.org                                 | CN=x                           | example.org     | false
        URI:SIP:Example.ORG                                  | CN=x                           | example.org     | true
        URI:sip:example.org:5061;transport=tls               | CN=x                           | example.org     | true
        MAIL:alice@example.org                               | CN=example.org                 | example.org     | false
        # 7.1: the common name only where there is no alternative name at all
        -                                                    | CN=example.org                 | example.org     | true
        -                                                    | CN=Example.Org                 | example.org     | true
        DNS:example.net                                      | CN=example.org                 | example.org     | false
        IP:192.0.2.1                                         | CN=example.org                 | example.org     | false
        -                                                    | CN=Example                     | example.org     | false
        -                                                    | CN=example.org,CN=example.net  | example.org     | false
        -                                                    | O=example.org                  | example.org     | false
        # 7.2: whole, whatever the case, no wildcard, nothing that only ends or begins alike
        DNS:EXAMPLE.org                                      | CN=x                           | example.org     | true
        DNS:example.org                                      | CN=x                           | EXAMPLE.ORG     | true
        DNS:*.example.org                                    | CN=x                           | sip.example.org | false
        DNS:*.example.org                                    | CN=x                           | *.example.org   | false
        DNS:sip.example.org                                  | CN=x                           | example.org     | false
        DNS:example.org                                      | CN=x                           | sip.example.org | false
        DNS:example.org.attacker.example                     | CN=x                           | example.org     | false
        -                                                    | CN=*.example.org               | a.example.org   | false
        # the root's dot says nothing
        DNS:example.org.                                     | CN=x                           | example.org     | true
        DNS:example.org                                      | CN=x                           | example.org.    | true
        DNS:example.org..                                    | CN=x                           | example.org     | false
        # IDN: as DNS has it
        DNS:xn--bcher-kva.example                            | CN=x                           | xn--bcher-kva.example | true
        DNS:XN--BCHER-KVA.example                            | CN=x                           | xn--bcher-kva.example | true
        DNS:xn--bcher-kva.example                            | CN=x                           | b\u00fccher.example | true
        DNS:bucher.example                                   | CN=x                           | xn--bcher-kva.example | false
        # what no name has
        DNS:example.orgNUL.attacker.example                  | CN=x                           | example.org     | false
        URI:sip:example.org%00.attacker.example              | CN=x                           | example.org     | false
        DNS:example.org/x                                    | CN=x                           | example.org     | false
        URI:sip:attacker.example?x=@example.org              | CN=x                           | example.org     | false
        # an extension that cannot be read names nobody; it is not as if there were none
        URI:sip:a b                                          | CN=example.org                 | example.org     | false
        # numbers
        IP:192.0.2.1                                         | CN=x                           | 192.0.2.1       | true
        IP:2001:db8::1                                       | CN=x                           | 2001:db8:0::1   | true
        DNS:192.0.2.1                                        | CN=x                           | 192.0.2.1       | false
        -                                                    | CN=192.0.2.1                   | 192.0.2.1       | false
        IP:192.0.2.1                                         | CN=x                           | 192.0.2.10      | false
        """)
    void aCertificateIsForADomain(String names, String subject, String dialled, boolean isIt) {
        String[] alternatives = names.equals("-") ? new String[0] : names.startsWith("URI:sip:a b") ? new String[] {names} : names.split(" ");
        DomainNames read = DomainNames.of(Issued.draft(subject).names(alternatives).by(AUTHORITY).certificate);
        assertEquals(isIt, read.contain(dialled), () -> Arrays.toString(alternatives) + " is read as " + read);
    }
}
