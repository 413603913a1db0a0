package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.hotcut.core.api.account.Domain;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.relay.port.RelayAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ends allocations from outside: accounts and addresses that are no more. Any thread but those of loops. */
final class Ends {
    private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

    private final Services services;
    private final TurnLoops loops;

    Ends(Services services, TurnLoops loops) {
        this.services = services;
        this.loops = loops;
    }

    /** Those whose domain is not ours any more end. */
    void domainsChanged(Collection<Domain> domains) {
        Set<String> ours = domains.stream().map(Domain::name).collect(Collectors.toSet());
        endLocal(owner -> !ours.contains(domain(owner)), "its domain was removed");
    }

    /** Those of an account that is there no more end; one with another password is still there. */
    void accountChanged(String user, String domain) {
        if (user != null) {
            look(user + '@' + domain.toLowerCase(Locale.ROOT));
            return;
        }
        Set<String> meant = loops.ask(loop -> loop.roster().all().stream().map(Allocation::owner).filter(Owner::isLocal)
            .filter(owner -> domain == null || domain(owner).equalsIgnoreCase(domain)).map(Owner::account).distinct().toList())
            .stream().flatMap(Collection::stream).collect(Collectors.toSet());
        meant.forEach(this::look);
    }

    private void look(String account) {
        int at = account.lastIndexOf('@');
        services.accounts.find(account.substring(0, at), account.substring(at + 1)).whenComplete((found, fault) -> {
            if (fault != null) {
                LOG.warn("It is not known whether {} is still there: {}", account, fault.toString());
            } else if (found == null) {
                endLocal(owner -> owner.account().equals(account), "its account was removed");
            }
        });
    }

    private void endLocal(Predicate<Owner> which, String reason) {
        loops.each(loop -> loop.roster().end(allocation -> allocation.owner().isLocal() && which.test(allocation.owner()), reason));
    }

    private static String domain(Owner owner) {
        return owner.account().substring(owner.account().lastIndexOf('@') + 1);
    }

    /** Those at an address that is not relayed from any more end. */
    void addressesChanged() {
        Set<InetAddress> ours = services.settings.addresses().all().stream().map(RelayAddress::bound).collect(Collectors.toSet());
        loops.each(loop -> loop.roster().end(allocation -> allocation.sockets().anyMatch(relay -> !ours.contains(relay.bound().getAddress())),
            "its address is not relayed from any more"));
    }
}
