package org.hotcut.certificates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the server certificate should be good for.
 *
 * @param names          all of it
 * @param domainsKnown   whether there is any domain yet; just after a start there may be none for a moment
 * @param hostNamesKnown whether the name service answered
 * @param complaints     what could not be had, a sentence each
 */
record Wanted(Names names, boolean domainsKnown, boolean hostNamesKnown, List<String> complaints) {

    /** Two names each; a certificate much larger than 16 kB is refused by many clients. */
    static final int MOST_DOMAINS = 200;

    static Wanted of(Host host, Collection<String> further, Collection<String> domains) {
        Names names = new Names();
        List<String> complaints = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        host.names().forEach(names::addHost);
        further.stream().map(String::strip).filter(name -> !name.isEmpty() && !names.addHost(name)).forEach(refused::add);
        domains.stream().limit(MOST_DOMAINS).filter(name -> !names.addDomain(name)).forEach(refused::add);
        host.addresses().forEach(names::addHost);
        if (!refused.isEmpty()) {
            complaints.add("Neither names nor addresses, so not in the certificate: " + String.join(", ", refused));
        }
        if (domains.size() > MOST_DOMAINS) {
            complaints.add(domains.size() + " domains are too many for one certificate; it names the first " + MOST_DOMAINS);
        }
        return new Wanted(names, !domains.isEmpty(), host.certain(), complaints);
    }

    /**
     * Returns why a certificate with these names will not do, empty when it will. An address that is gone is no reason (interfaces come and go), nor is
     * a name of which only we do not know now whether it is still ours.
     */
    Optional<String> objection(Names present) {
        List<String> missing = names.without(present);
        if (!missing.isEmpty()) {
            return Optional.of("new: " + String.join(", ", missing));
        }
        List<String> surplus = present.without(names).stream().filter(this::isSurelyGone).toList();
        return surplus.isEmpty() ? Optional.empty() : Optional.of("gone: " + String.join(", ", surplus));
    }

    private boolean isSurelyGone(String labelled) {
        if (labelled.startsWith("IP:") || !domainsKnown) {
            return false;
        }
        return labelled.startsWith("URI:") || hostNamesKnown;
    }
}
