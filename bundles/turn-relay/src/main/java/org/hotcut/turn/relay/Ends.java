package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final long PATIENCE_SECONDS = 5;

    private final AtomicBoolean isFirst = new AtomicBoolean(true);
    private final Services services;
    private final TurnLoops loops;

    Ends(Services services, TurnLoops loops) {
        this.services = services;
        this.loops = loops;
    }

    /** Those whose domain is not ours any more end. When the domains are known for the first time, what has become of accounts while we were not there is looked at. */
    void domainsChanged(Collection<Domain> domains) {
        Set<String> ours = domains.stream().map(Domain::name).collect(Collectors.toSet());
        endLocal(owner -> !ours.contains(domain(owner)), "its domain was removed");
        if (isFirst.compareAndSet(true, false)) {
            accountChanged(null, null);
        }
    }

    /** Those of an account that is there no more end; one with another password is still there. */
    void accountChanged(String user, String domain) {
        Set<String> meant = user != null ? Set.of(user + '@' + domain.toLowerCase(Locale.ROOT)) : holders(domain);
        Set<String> gone = new HashSet<>();
        try {
            for (String account : meant) {
                if (isGone(account)) {
                    gone.add(account);
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("It is not known of all who have allocations whether their accounts are still there: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!gone.isEmpty()) {
            endLocal(owner -> gone.contains(owner.account()), "its account was removed");
        }
    }

    /** Returns the accounts, of a domain or of all, that have allocations. */
    private Set<String> holders(String domain) {
        return loops.ask(loop -> loop.roster().all().stream().map(Allocation::owner).filter(Owner::isLocal)
            .filter(owner -> domain == null || domain(owner).equalsIgnoreCase(domain)).map(Owner::account).distinct().toList())
            .stream().flatMap(Collection::stream).collect(Collectors.toSet());
    }

    /** Waits, so that many are asked for one after the other. */
    private boolean isGone(String account) throws InterruptedException, ExecutionException, TimeoutException {
        int at = account.lastIndexOf('@');
        return services.accounts.find(account.substring(0, at), account.substring(at + 1)).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS) == null;
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
