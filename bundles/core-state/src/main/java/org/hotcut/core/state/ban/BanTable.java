package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.ban.Ban;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.state.StateFolder;
import org.hotcut.core.state.Ticker;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place that decides; see the package. */
@Component(service = {Bans.class, BanTable.class}, immediate = true, configurationPid = BansConfig.PID)
@Designate(ocd = BansConfig.class)
public final class BanTable implements Bans {
    private static final Logger LOG = LoggerFactory.getLogger(BanTable.class);
    private static final long TICK_MILLIS = 1_000;
    private static final long SAVE_MILLIS = 5_000;
    private static final Comparator<Ban> WORST_FIRST = Comparator.comparing(Ban::banned).thenComparing(Ban::until).reversed();

    private final LongSupplier clock;
    private final BanFile file;
    private final Ledger datagrams;
    private final Ledger streams;
    private final Proofs proofs;
    private final TrustedLines trusted;
    private final OffenceLog log;
    private final Future<?> ticking;
    private volatile Terms terms;
    private volatile boolean changed;
    /** For the clockwork only. */
    private long savedAt;

    /** Activates the component. */
    @Activate
    public BanTable(BundleContext context, @Reference Ticker ticker, @Reference TrustedLines trusted, BansConfig config) {
        this(StateFolder.of(context), ticker, trusted, System::currentTimeMillis, new OffenceLog(LOG::info, LOG::warn), config);
    }

    BanTable(StateFolder folder, Ticker ticker, TrustedLines trusted, LongSupplier clock, OffenceLog log, BansConfig config) {
        this.trusted = trusted;
        this.clock = clock;
        this.log = log;
        terms = Terms.of(config);
        file = new BanFile(folder);
        datagrams = new Ledger(terms.sources());
        streams = new Ledger(terms.sources());
        proofs = new Proofs(terms.sources());
        file.restore(datagrams, streams, clock.getAsLong());
        ticking = ticker.every(TICK_MILLIS, this::tick);
    }

    @Modified
    void modified(BansConfig config) {
        Terms now = Terms.of(config);
        terms = now;
        for (Ledger ledger : List.of(datagrams, streams)) {
            ledger.resize(now.sources());
            ledger.pardon(now.whitelist());
        }
        proofs.resize(now.sources());
        changed = true;
    }

    @Deactivate
    void stop() {
        ticking.cancel(false);
        file.save(datagrams, streams, clock.getAsLong());
    }

    @Override
    public void report(Protocol protocol, InetSocketAddress peer, Offence offence, String detail) {
        long now = clock.getAsLong();
        InetAddress source = Source.of(peer.getAddress());
        if (detail != null) {
            log.say(source, offence, text(protocol, peer) + ": " + offence.words() + ": " + detail, now);
        }
        Terms current = terms;
        if (isWhitelisted(protocol, peer, current)) {
            return;
        }
        proofs.report(protocol, peer, offence.weight(), now, current);
        boolean known = proofs.isKnown(source, now);
        Supplier<String> reason = () -> OffenceLog.printable(detail == null ? offence.words() : offence.words() + ": " + detail);
        Sentence forDatagrams = datagrams.report(source, offence, known, reason, now, current);
        Sentence forStreams = protocol.isStream() ? streams.report(source, offence, known, reason, now, current) : null;
        announce(Source.text(source), forDatagrams, forStreams, "the last was ", now);
        Sentence siteForDatagrams = forDatagrams == null ? null : datagrams.sites().judge(source, forDatagrams.bannedUntil(), now, current);
        Sentence siteForStreams = forStreams == null ? null : streams.sites().judge(source, forStreams.bannedUntil(), now, current);
        if (siteForDatagrams != null || siteForStreams != null) {
            announce(Source.text(Source.site(source), Source.SITE_BITS), siteForDatagrams, siteForStreams, "", now);
        }
    }

    /** Says who was banned by that, if somebody was. */
    private void announce(String whom, Sentence forDatagrams, Sentence forStreams, String before, long now) {
        Sentence banned = forStreams == null ? forDatagrams : forStreams;
        if (banned != null) {
            changed = true;
            long seconds = (banned.bannedUntil() - now) / 1_000;
            log.announce(whom + " is banned" + (forStreams == null ? " from UDP" : "") + " for " + seconds + " s; " + before + banned.reason());
        }
    }

    @Override
    public void proven(Flow flow) {
        Terms current = terms;
        if (isWhitelisted(flow.protocol(), flow.remote(), current)) {
            return;
        }
        InetAddress source = Source.of(flow.remote().getAddress());
        long now = clock.getAsLong();
        proofs.add(flow.protocol(), flow.remote(), source, now);
        datagrams.forgive(source, now, current);
        streams.forgive(source, now, current);
    }

    @Override
    public Admission admit(Protocol protocol, InetSocketAddress seen) {
        Ledger ledger = protocol.isStream() ? streams : datagrams;
        if (ledger.isEmpty()) {
            return Admission.ADMITTED;
        }
        InetSocketAddress peer = Source.plain(seen);
        long now = clock.getAsLong();
        Sentence sentence = sentence(ledger, Source.of(peer.getAddress()), now);
        Terms current = terms;
        if (sentence == null || !sentence.isInForce(now) || !sentence.byHand() && isTrustworthy(protocol, peer)) {
            return Admission.ADMITTED;
        }
        if (sentence.isBanned(now)) {
            return Admission.REFUSED;
        }
        if (protocol.isStream()) {
            return Admission.SLOWED;
        }
        return sentence.takeOne(now, current.slowRate()) ? Admission.ADMITTED : Admission.REFUSED;
    }

    /** Returns what a source suffers itself, or with its site, which does not concern one where somebody proved himself; null when nothing. */
    private Sentence sentence(Ledger ledger, InetAddress source, long now) {
        Sentence own = ledger.sentences().find(source);
        if (own != null && own.isBanned(now)) {
            return own;
        }
        Sentence ofSite = ledger.sites().find(source);
        return ofSite != null && ofSite.isBanned(now) && !proofs.isKnown(source, now) ? ofSite : own;
    }

    // the whitelist also here, for another host of a /64, or whoever forges the sender, may be the one that offends
    @Override
    public boolean isTrustworthy(Protocol protocol, InetSocketAddress peer) {
        Terms current = terms;
        return isWhitelisted(protocol, peer, current) || proofs.spare(protocol, peer, clock.getAsLong(), current);
    }

    private boolean isWhitelisted(Protocol protocol, InetSocketAddress peer, Terms current) {
        return current.whitelist().contains(peer.getAddress()) || trusted.contain(protocol, peer);
    }

    @Override
    public void ban(InetAddress address, Duration duration, String reason) {
        InetAddress source = Source.of(address);
        long now = clock.getAsLong();
        Sentence sentence = Sentence.banned(now, now + duration.toMillis(), 1, true, OffenceLog.printable(reason));
        datagrams.put(source, sentence, now);
        streams.put(source, sentence, now);
        changed = true;
        LOG.info("{} is banned for {} s by hand: {}", Source.text(source), duration.toSeconds(), sentence.reason());
    }

    @Override
    public boolean unban(InetAddress address) {
        InetAddress source = Source.of(address);
        long now = clock.getAsLong();
        boolean was = datagrams.pardon(source, now) | streams.pardon(source, now);
        changed = true;
        if (was) {
            LOG.info("{} is pardoned by hand{}", Source.text(source), Source.site(source) == null ? "" : ", and the /48 it is in");
        }
        return was;
    }

    @Override
    public List<Ban> list() {
        long now = clock.getAsLong();
        List<Ban> all = new ArrayList<>();
        list(streams.sentences(), datagrams.sentences(), Source::prefix, now, all);
        list(streams.sites().sentences(), datagrams.sites().sentences(), site -> Source.SITE_BITS, now, all);
        all.sort(WORST_FIRST);
        return all;
    }

    private static void list(Sentences streams, Sentences datagrams, ToIntFunction<InetAddress> prefix, long now, List<Ban> into) {
        streams.forEach((whom, sentence) -> {
            if (sentence.isInForce(now)) {
                into.add(ban(whom, prefix.applyAsInt(whom), sentence, false, now));
            }
        });
        datagrams.forEach((whom, sentence) -> {
            Sentence other = streams.find(whom);
            boolean worse = other == null || !other.isInForce(now) || sentence.isBanned(now) && !other.isBanned(now);
            if (sentence.isInForce(now) && worse) {
                into.add(ban(whom, prefix.applyAsInt(whom), sentence, true, now));
            }
        });
    }

    /** Returns figures for the admin. */
    public Map<String, Object> status() {
        List<Ban> all = list();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("banned", all.stream().filter(Ban::banned).map(ban -> Source.text(ban.source(), ban.prefix())).distinct().count());
        status.put("slowed", all.stream().filter(ban -> !ban.banned()).count());
        status.put("proven lines", proofs.lines());
        return status;
    }

    void tick() {
        long now = clock.getAsLong();
        log.tick(now);
        int most = terms.sources();
        datagrams.tidy(now, most);
        streams.tidy(now, most);
        if (changed && (now - savedAt >= SAVE_MILLIS || now < savedAt)) {
            changed = false;
            savedAt = now;
            file.save(datagrams, streams, now);
        }
    }

    private static Ban ban(InetAddress first, int prefix, Sentence sentence, boolean datagramOnly, long now) {
        boolean banned = sentence.isBanned(now);
        return new Ban(first, prefix, banned, datagramOnly, sentence.since(), banned ? sentence.bannedUntil() : sentence.slowedUntil(), sentence.times(), sentence.reason());
    }

    private static String text(Protocol protocol, InetSocketAddress peer) {
        String host = peer.getAddress().getHostAddress();
        return protocol.name().toLowerCase(java.util.Locale.ROOT) + ' ' + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + peer.getPort();
    }
}
