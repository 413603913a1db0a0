package org.hotcut.certificates;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is configured of ACME, checked.
 *
 * @param directory the server's address; empty for no ACME
 * @param contacts  mail addresses for the authority's warnings
 * @param domains   to order for; empty for all of ours
 * @param trust     PEM file of the authorities that the directory's own certificate may be from; empty for those of the JDK
 * @param challenge how names are proven
 * @param fault     why nothing is ordered though there is a directory; empty when there is nothing wrong
 */
record AcmeSettings(Optional<URI> directory, List<String> contacts, List<String> domains, Optional<Path> trust, AcmeChallenge challenge, String fault) {

    static AcmeSettings of(String directory, boolean agrees, List<String> contacts, List<String> domains, String trust, String challenge) {
        Optional<URI> uri;
        Optional<AcmeChallenge> how = AcmeChallenge.of(challenge);
        try {
            uri = directory.isBlank() ? Optional.empty() : Optional.of(URI.create(directory.strip()));
        } catch (IllegalArgumentException e) {
            return new AcmeSettings(Optional.empty(), contacts, domains, Optional.empty(), AcmeChallenge.HTTP_01, "acme.directory is no address: " + e.getMessage());
        }
        String fault = "";
        if (uri.isPresent() && !"https".equals(uri.get().getScheme())) {
            fault = "acme.directory must begin with https://";
        } else if (uri.isPresent() && !agrees) {
            fault = "acme.agree is not true: read the authority's terms of service, then set it";
        } else if (how.isEmpty()) {
            fault = "acme.challenge is '" + challenge + "', not http-01 or tls-alpn-01";
        }
        return new AcmeSettings(uri, contacts, domains, trust.isBlank() ? Optional.empty() : Optional.of(Path.of(trust.strip())), how.orElse(AcmeChallenge.HTTP_01), fault);
    }

    boolean isOn() {
        return directory.isPresent() && fault.isEmpty();
    }
}
