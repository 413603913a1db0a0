package org.hotcut.identity.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

import org.hotcut.core.api.Work;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.CertificateJudge;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.TlsStore;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.identity.Config;
import org.hotcut.sip.api.SipParser;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a peer's certificate proves; the way of a question is that of {@link #verdict}. */
@Component(property = "hotcut.name=identity", configurationPid = "org.hotcut.identity")
public final class Judge implements CertificateJudge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    /** How long what was found holds at most, when authorities are asked whether they take certificates back or a certificate proves nothing yet. */
    private static final Duration HOLDS = Duration.ofHours(1);

    private static final int LONGEST_NAME = 200;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Work work;
    private final SipParser parser;
    private final TrustProfiles profiles;
    private final DeviceMap devices;
    private final Revocation revocation;
    private final boolean email;
    private final boolean ignoresUnknown;
    private final boolean ignoresAll;
    private final String outgoing;
    private final Clock clock;

    /** Called by the component runtime. */
    @Activate
    public Judge(@Reference Work work, @Reference TlsStore store, @Reference SipParser parser, Config config, Map<String, Object> properties) {
        this(work, parser, config, new TrustProfiles(properties, Path.of(System.getProperty("karaf.base", ".")), store::authorities), Clock.systemUTC());
    }

    Judge(Work work, SipParser parser, Config config, TrustProfiles profiles, Clock clock) {
        this.work = work;
        this.parser = parser;
        this.profiles = profiles;
        this.devices = new DeviceMap(config.devices());
        this.revocation = Revocation.of(config.revocation());
        this.email = config.emailUsers();
        this.ignoresAll = config.refused().strip().equals("ignore");
        this.ignoresUnknown = ignoresAll || !config.unknownAuthority().strip().equals("close");
        this.outgoing = config.outgoing().strip();
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> judge(PeerCertificate presented) {
        return work.call(() -> verdict(presented));
    }

    @Override
    public CompletionStage<String> policy() {
        return work.call(() -> {
            try {
                return version();
            } catch (IOException e) {
                LOG.warn("org.hotcut.identity: a trust profile cannot be read, so what held before holds on: {}", e.toString());
                throw e;
            }
        });
    }

    /** Another text whenever the same certificate may be judged otherwise. */
    private String version() throws IOException {
        return profiles.version() + ' ' + Integer.toHexString((devices + " " + revocation + email + ignoresAll + ignoresUnknown + outgoing).hashCode());
    }

    private Verdict verdict(PeerCertificate presented) throws IOException {
        String version = version();
        List<X509Certificate> sent = TrustProfiles.read(presented.chain());
        X509Certificate own = sent.get(0);
        try {
            TrustProfile profile = profile(presented);
            Strength strength = presented.old() ? Strength.OLD : Strength.TODAY;
            Instant until = new Chain(profile.authorities(), revocation, presented.staples(), clock.instant(), strength).check(sent);
            Purpose.check(own, profile.devices());
            List<Identity> proven = identities(own, profile.devices());
            LOG.debug("{} at listener {} is {}: {}", presented.remote(), presented.listener(), subject(own), proven.isEmpty() ? "nobody we know" : proven);
            Instant fresh = revocation == Revocation.OFF ? until : earlier(until, clock.instant().plus(HOLDS));
            return Verdict.proven(version, proven, fresh.toEpochMilli());
        } catch (RefusedException e) {
            String reason = subject(own) + ": " + e.getMessage();
            boolean mayStay = !presented.required() && (ignoresAll || ignoresUnknown && e.isOfUnknownAuthority());
            // it may become valid, or somebody may say that it was not revoked
            return mayStay ? Verdict.ignored(version, reason, clock.instant().plus(HOLDS).toEpochMilli()) : Verdict.refused(version, reason);
        }
    }

    private TrustProfile profile(PeerCertificate presented) throws RefusedException, IOException {
        TrustProfile profile = profiles.find(presented.outgoing() ? outgoing : presented.trust());
        if (presented.outgoing() && profile.devices()) {
            throw new RefusedException("trust profile " + outgoing + " is of devices, and they are not called");
        }
        if (presented.old() && !profile.devices()) {
            throw new RefusedException("listener " + presented.listener() + " is for old devices, and its trust profile " + profile.name() + " is not one of devices");
        }
        return profile;
    }

    private List<Identity> identities(X509Certificate own, boolean isDevice) throws RefusedException {
        Names names = Names.of(own, parser, email);
        List<Identity> proven = new ArrayList<>();
        if (isDevice) {
            for (String device : names.devices()) {
                List<String> users = devices.users(device);
                if (!users.isEmpty()) {
                    proven.add(new Identity(Kind.DEVICE, device, subject(own)));
                    users.forEach(user -> proven.add(new Identity(Kind.USER, user, "certificate of device " + device)));
                }
            }
            return proven;
        }
        names.domains().forEach(domain -> proven.add(new Identity(Kind.DOMAIN, domain, subject(own))));
        names.users().forEach(user -> proven.add(new Identity(Kind.USER, user, subject(own))));
        return proven;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Returns who it is, as it says, so that the log takes it. */
    private static String subject(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        String shown = name.isEmpty() ? "serial " + certificate.getSerialNumber().toString(16) : name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return "certificate " + CONTROL.matcher(shown).replaceAll("?");
    }
}
