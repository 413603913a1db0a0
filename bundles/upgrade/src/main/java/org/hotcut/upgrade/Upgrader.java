package org.hotcut.upgrade;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.hotcut.core.api.upgrade.Outcome;
import org.hotcut.core.api.upgrade.Report;
import org.hotcut.core.api.upgrade.Report.Held;
import org.hotcut.core.api.upgrade.Upgrade;
import org.hotcut.upgrade.Ledger.Entry;
import org.hotcut.upgrade.Ledger.Jar;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of an update. Used by one thread. */
final class Upgrader {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrader.class);
    private static final String LOSES = "Hotcut-Loses";
    private static final String OURS = "org.hotcut.";

    private final BundleContext context;
    private final JarStore store;
    private final Stage stage;
    private final Swap swap;
    private final Census census;
    private final Ledger ledger;
    private final History history;
    private final Replacements replacements;
    private final Clock clock;

    Upgrader(BundleContext context, JarStore store, Swap swap, Census census, Ledger ledger, History history, Replacements replacements, Clock clock) {
        this.context = context;
        this.store = store;
        this.stage = new Stage(context);
        this.swap = swap;
        this.census = census;
        this.ledger = ledger;
        this.history = history;
        this.replacements = replacements;
        this.clock = clock;
    }

    /**
     * One request.
     *
     * @param accepted whether what is lost by swapping state is accepted
     */
    record Request(Bundle bundle, Candidate candidate, Entry base, boolean accepted, Consumer<String> progress) {
        String from() {
            return bundle.getVersion().toString();
        }
    }

    Report update(URI jar, boolean accepted, Consumer<String> progress) {
        return guarded(jar.toString(), () -> {
            progress.accept("Reading " + jar);
            Candidate candidate = store.fetch(jar);
            try {
                Bundle bundle = installed(candidate.bundle());
                Request request = new Request(bundle, candidate, base(bundle), accepted, progress);
                return put(request, base -> base.with(jar(candidate), clock.instant()));
            } catch (Refusal e) {
                return refused(candidate, e);
            } finally {
                tidy(candidate.bundle());
            }
        });
    }

    Report rollback(String name, boolean accepted, Consumer<String> progress) {
        return guarded(name, () -> {
            Bundle bundle = installed(fullName(name));
            Entry base = base(bundle);
            if (base.isAsDelivered()) {
                throw new Refusal(bundle.getSymbolicName() + " " + bundle.getVersion() + " is as it was delivered: there is nothing to go back to.");
            }
            Candidate candidate = store.find(base.jars().get(base.jars().size() - 2).file());
            try {
                return put(new Request(bundle, candidate, base, accepted, progress), entry -> entry.withoutLast(clock.instant()));
            } catch (Refusal e) {
                return refused(candidate, e);
            } finally {
                tidy(candidate.bundle());
            }
        });
    }

    /** Ends what the end of the process interrupted: nobody watched whether the new one came up, so the one before counts. */
    void recover() {
        try {
            stage.clear();
            store.clear();
        } catch (IOException e) {
            LOG.warn("Half-read jars of an interrupted update stay behind: {}", e.toString());
        }
        for (Entry entry : ledger.entries()) {
            if (entry.trying() == null) {
                continue;
            }
            guarded(entry.bundle(), () -> {
                Bundle bundle = installed(entry.bundle());
                List<String> faults = swap.to(store.absolute(entry.current().file()), bundle, swap.vitals(bundle));
                ledger.put(entry.settled());
                return end(faults.isEmpty() ? Outcome.ROLLED_BACK : Outcome.FAILED, entry.bundle(), entry.current().version(), entry.trying().version(),
                    entry.bundle() + " " + entry.trying().version() + " was being swapped in when the server ended, so " + entry.current().version() + " was put back"
                        + (faults.isEmpty() ? "." : ", which is not at work: " + String.join("; ", faults) + "."), List.of());
            });
        }
    }

    private Report put(Request request, UnaryOperator<Entry> settle) throws IOException, Refusal {
        refuseWhatWouldBeLost(request);
        request.progress.accept("Resolving " + request.candidate.bundle() + " " + request.candidate.version() + " beside " + request.from());
        stage.resolve(request.candidate);
        List<Bundle> dependents = swap.dependents(request.bundle);
        Vitals vitals = swap.vitals(request.bundle);
        Map<String, Long> before = census.count();
        String from = request.from();
        ledger.put(request.base.tries(jar(request.candidate)));
        request.progress.accept("Swapping " + from + " for " + request.candidate.version());
        long begin = System.nanoTime();
        List<String> faults = swap.to(request.candidate.file(), request.bundle, vitals);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (!faults.isEmpty()) {
            return bringBack(request, from, vitals, before, faults);
        }
        Entry settled = settle.apply(request.base);
        ledger.put(settled);
        String doubt = record();
        List<Held> held = Census.compare(before, census.count());
        if (!dependents.isEmpty()) {
            return end(Outcome.AT_NEXT_START, settled.bundle(), from, request.candidate.version(), settled.bundle() + " " + request.candidate.version() + " is installed, but " + names(dependents) + " still use(s) " + from
                + " until the server starts anew." + doubt, held);
        }
        return end(Outcome.IN_FORCE, settled.bundle(), from, request.candidate.version(), settled.bundle() + " " + request.candidate.version() + " is at work, after "
            + millis + " ms without " + from + "." + doubt, held);
    }

    private Report bringBack(Request request, String from, Vitals vitals, Map<String, Long> before, List<String> faults) throws IOException {
        String wanted = request.candidate.version();
        String reason = String.join("; ", faults);
        request.progress.accept(wanted + " is not at work (" + reason + "): putting " + from + " back");
        List<String> left = swap.to(store.absolute(request.base.current().file()), request.bundle, vitals);
        ledger.put(request.base.settled());
        List<Held> held = Census.compare(before, census.count());
        String message = request.candidate.bundle() + " " + wanted + " did not come up: " + reason + ". ";
        if (left.isEmpty()) {
            return end(Outcome.ROLLED_BACK, request.candidate.bundle(), from, wanted, message + from + " is at work again.", held);
        }
        return end(Outcome.FAILED, request.candidate.bundle(), from, wanted, message + from + " was put back, but is not at work either: "
            + String.join("; ", left) + ".", held);
    }

    private void refuseWhatWouldBeLost(Request request) throws Refusal {
        Bundle bundle = request.bundle;
        String name = bundle.getSymbolicName();
        if (bundle.equals(context.getBundle())) {
            throw new Refusal(name + " cannot swap itself; nothing is lost by doing it with bundle:update.");
        }
        boolean harmless = request.candidate.isBehaviour() && Candidate.isBehaviour(bundle);
        if (!harmless && !request.accepted) {
            String loses = bundle.getHeaders("").get(LOSES);
            throw new Refusal(name + " is no behaviour bundle. An update of it loses " + (loses == null ? "what it holds" : loses) + ".");
        }
        List<Bundle> dependents = swap.dependents(bundle);
        if (!dependents.isEmpty() && !request.accepted) {
            throw new Refusal(name + " exports what others use: " + names(dependents) + " would go on with the old version until the server starts anew.");
        }
    }

    private Bundle installed(String name) throws Refusal {
        List<Bundle> all = Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).toList();
        if (all.isEmpty()) {
            throw new Refusal("No bundle " + name + " is installed. A new one is installed by bundle:install -s, or by a feature.");
        }
        if (all.size() > 1) {
            throw new Refusal(all.size() + " bundles bear the name " + name + ": uninstall all but one.");
        }
        if ((all.get(0).adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            throw new Refusal(name + " is a fragment of another bundle; fragments are not swapped on a running server.");
        }
        return all.get(0);
    }

    /** What is known of the bundle, with what is installed now as its last jar. */
    private Entry base(Bundle bundle) throws IOException, Refusal {
        Entry known = ledger.find(bundle.getSymbolicName());
        if (known == null) {
            Jar delivered = jar(store.export(bundle));
            return new Entry(bundle.getSymbolicName(), replacements.origin(bundle.getLocation()), List.of(delivered), null, clock.instant());
        }
        if (known.current().version().equals(bundle.getVersion().toString())) {
            return known.settled();
        }
        return known.with(jar(store.export(bundle)), clock.instant());
    }

    private void tidy(String bundle) throws IOException {
        Entry entry = ledger.find(bundle);
        store.retain(bundle, entry == null ? List.of() : entry.files());
    }

    private String record() throws IOException {
        String doubt = replacements.apply(ledger.entries(), store::absolute);
        if (doubt == null) {
            return " It stays so after a restart and after the installation of features.";
        }
        return " It stays so after a restart, but the installation of any feature will put the delivered version back: " + doubt + ".";
    }

    private Report end(Outcome outcome, String bundle, String from, String to, String message, List<Held> held) throws IOException {
        history.add(new Upgrade(clock.instant(), bundle, from, to, outcome, message));
        if (outcome == Outcome.IN_FORCE || outcome == Outcome.AT_NEXT_START) {
            LOG.info("{}", message);
        } else {
            LOG.warn("{}", message);
        }
        return new Report(outcome, bundle, from, to, message, held);
    }

    private Report refused(Candidate candidate, Refusal refusal) {
        String from = Arrays.stream(context.getBundles()).filter(bundle -> candidate.bundle().equals(bundle.getSymbolicName()))
            .map(bundle -> bundle.getVersion().toString()).findFirst().orElse(null);
        return new Report(Outcome.REFUSED, candidate.bundle(), from, candidate.version(), refusal.getMessage(), List.of());
    }

    private interface Steps {
        Report take() throws IOException, Refusal;
    }

    private Report guarded(String what, Steps steps) {
        try {
            return steps.take();
        } catch (Refusal e) {
            return new Report(Outcome.REFUSED, null, null, null, e.getMessage(), List.of());
        } catch (IOException e) {
            LOG.error("{}: the folder of upgrades cannot be used: {}", what, e.toString());
            return new Report(Outcome.FAILED, null, null, null, "The folder of upgrades cannot be used: " + e, List.of());
        }
    }

    private Jar jar(Candidate candidate) {
        return new Jar(candidate.version(), store.relative(candidate));
    }

    private static String fullName(String name) {
        return name.startsWith(OURS) ? name : OURS + name.replace('-', '.');
    }

    private static String names(List<Bundle> bundles) {
        return bundles.stream().map(Bundle::getSymbolicName).sorted().collect(Collectors.joining(", "));
    }
}
