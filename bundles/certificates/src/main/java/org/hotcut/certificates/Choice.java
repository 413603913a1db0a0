package org.hotcut.certificates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.hotcut.core.api.net.TlsStore.Credential;

/**
 * Which certificate is presented for which name. One that others made goes before that of our own authority, which has the names that are left; a valid one before
 * one that has expired; of two with the same kind of key the one that is good for longer. Pure.
 */
final class Choice {
    /** The name under which our own authority's certificate goes. */
    static final String OWN = "own";

    private record Offer(String name, KeyChain chain, List<String> names) { }

    private final Instant now;
    private final List<Offer> offers = new ArrayList<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Map<String, Set<String>> takenByKind = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();

    /**
     * Decides.
     *
     * @param files   what others made
     * @param own     our own authority's
     * @param domains those of this server: who names most of them is presented to clients that name no host
     * @param first   the name of the one to present to these instead, empty to decide here
     */
    Choice(List<FileCertificates.Kept> files, KeyChain own, Collection<String> domains, String first, Instant now) {
        this.now = now;
        Comparator<FileCertificates.Kept> longest = Comparator.comparing((FileCertificates.Kept kept) -> kept.chain().get().ends()).reversed();
        List<FileCertificates.Kept> usable = files.stream().filter(kept -> kept.chain().isPresent()).sorted(longest.thenComparing(FileCertificates.Kept::name)).toList();
        usable.stream().filter(this::isValid).forEach(kept -> offer(kept.name(), kept.chain().get(), takenByKind.computeIfAbsent(kept.chain().get().leaf().getPublicKey()
            .getAlgorithm(), kind -> new HashSet<>())));
        Set<String> covered = new HashSet<>();
        offers.forEach(each -> covered.addAll(each.names()));
        offer(OWN, own, covered);
        usable.stream().filter(kept -> !isValid(kept)).forEach(kept -> offer(kept.name(), kept.chain().get(), covered));
        String leading = leading(domains, first);
        offers.sort(Comparator.comparing(each -> !each.name().equals(leading)));
    }

    List<Credential> credentials() {
        return offers.stream().map(each -> each.chain().credential(each.names())).toList();
    }

    /** Returns what is presented, by the name of the entry. */
    Map<String, KeyChain> presented() {
        Map<String, KeyChain> presented = new LinkedHashMap<>();
        offers.forEach(each -> presented.put(each.name(), each.chain()));
        return presented;
    }

    boolean isUsed(String name) {
        return offers.stream().anyMatch(each -> each.name().equals(name));
    }

    /** Returns why one is not in use, or what else is to be said of it; empty when there is nothing. */
    String note(String name) {
        return notes.getOrDefault(name, "");
    }

    /** Returns a text that is another one whenever something else is to be presented. */
    String plan() {
        StringBuilder text = new StringBuilder();
        offers.forEach(each -> text.append(String.join(" ", each.chain().chain().stream().map(Description::fingerprint).toList())).append(' ')
            .append(String.join(",", each.names())).append('\n'));
        return text.toString();
    }

    private void offer(String name, KeyChain chain, Set<String> taken) {
        List<String> names = chain.hosts().stream().filter(host -> !isCovered(host, taken)).toList();
        boolean own = name.equals(OWN);
        if (names.isEmpty() && !own) {
            String holder = holders.getOrDefault(chain.hosts().get(0), OWN);
            notes.put(name, (chain.isValid(now) ? "" : "it EXPIRED on " + chain.ends() + "; ") + holder + " is presented for its names instead");
            return;
        }
        if (!chain.isValid(now)) {
            notes.put(name, "it EXPIRED on " + chain.ends() + ", and there is no other for " + String.join(" ", names));
        }
        taken.addAll(names);
        names.forEach(each -> holders.putIfAbsent(each, name));
        offers.add(new Offer(name, chain, names));
    }

    private String leading(Collection<String> domains, String first) {
        if (isUsed(first)) {
            return first;
        }
        return offers.stream().filter(each -> !each.name().equals(OWN) && each.chain().isValid(now) && named(each, domains) > 0)
            .max(Comparator.comparingLong(each -> named(each, domains))).map(Offer::name).orElse(OWN);
    }

    private static long named(Offer offer, Collection<String> domains) {
        return domains.stream().filter(domain -> isCovered(domain, offer.names())).count();
    }

    private boolean isValid(FileCertificates.Kept kept) {
        return kept.chain().get().isValid(now);
    }

    private static boolean isCovered(String host, Collection<String> names) {
        int dot = host.indexOf('.');
        return names.contains(host) || dot > 0 && Names.address(host) == null && names.contains('*' + host.substring(dot));
    }
}
