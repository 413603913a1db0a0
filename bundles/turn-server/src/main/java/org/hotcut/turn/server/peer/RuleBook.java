package org.hotcut.turn.server.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.hotcut.turn.api.TurnAdmin.Rule;

/** The rules as the admin reads and writes them. */
final class RuleBook {
    private final RuleStore store;
    private final Supplier<Surroundings> here;

    RuleBook(RuleStore store, Supplier<Surroundings> here) {
        this.store = store;
        this.here = here;
    }

    /** Returns all in the order in which they are asked; what stands first cannot be opened, whatever rules there are. */
    List<Rule> all() throws IOException {
        List<Rule> all = new ArrayList<>();
        BuiltIn.ALL.stream().filter(one -> one.guard() == BuiltIn.Guard.NEVER).map(RuleBook::builtIn).forEach(all::add);
        for (PeerRule rule : store.read().all()) {
            all.add(new Rule(rule.name(), rule.allow(), rule.network().toString(), rule.portsText(), false));
        }
        all.add(new Rule("addresses we relay from", true, "", "of live allocations", true));
        all.add(new Rule("addresses of this server", false, "", "", true));
        BuiltIn.ALL.stream().filter(one -> one.guard() != BuiltIn.Guard.NEVER).map(RuleBook::builtIn).forEach(all::add);
        return all;
    }

    private static Rule builtIn(BuiltIn one) {
        return new Rule(one.name(), one.allow(), one.network().toString(), "", true);
    }

    /** Two admins may write at the same time. */
    synchronized void put(String name, boolean allow, String network, String ports) throws IOException {
        PeerRule rule = PeerRule.of(name, allow, network, ports);
        if (allow) {
            checkEffect(rule);
        }
        Rules rules = store.read();
        if (rules.unread() != null) {
            throw new IllegalArgumentException("Correct the rules of " + RuleStore.PID + " first, or forget the one that is wrong: " + rules.unread());
        }
        store.write(rules.with(rule));
    }

    synchronized boolean remove(String name) throws IOException {
        return store.remove(name);
    }

    /** Who allows one address means it: he is told when that would not open it. */
    private void checkEffect(PeerRule rule) {
        BuiltIn builtIn = BuiltIn.of(rule.network().first());
        if (builtIn.guard() == BuiltIn.Guard.NEVER && builtIn.network().prefix() <= rule.network().prefix()) {
            throw new IllegalArgumentException(rule.network() + " cannot be allowed: " + builtIn.about());
        }
        InetAddress address = Judge.inetAddress(rule.network().first());
        Surroundings now = here.get();
        boolean own = rule.network().isAddress() && (builtIn.guard() == BuiltIn.Guard.ALONE_WITH_PORTS || now.isOwn(address));
        if (own && !rule.isNarrow()) {
            throw new IllegalArgumentException(rule.network() + " is an address of this server: say which ports, such as 10000-20000; those of its own listeners stay closed");
        }
        if (own && rule.ports().without(now.listening(address)).isEmpty()) {
            throw new IllegalArgumentException(rule.ports() + " of " + rule.network() + " cannot be allowed: there this server listens itself");
        }
    }
}
