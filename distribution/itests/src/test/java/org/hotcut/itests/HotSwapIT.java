package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.net.Flows;
import org.hotcut.itests.vendor.MessengerSender;
import org.hotcut.sip.api.SipStatus;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.testkit.ChangedJar;
import org.hotcut.turn.api.Relays;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The promise of the product: every behaviour bundle that is installed is updated to a changed jar while telephones hold what they have, ring and call.
 * Nothing is lost and nobody sees an error.
 */
public class HotSwapIT extends HotcutContainer {
    private static final Duration SOON = Duration.ofSeconds(120);

    @Inject
    private Flows flows;
    @Inject
    private Location location;
    @Inject
    private SipStatus status;
    @Inject
    private Accounts accounts;

    private final List<Phone> phones = new ArrayList<>();
    private final List<Bundle> changed = new ArrayList<>();
    private Phone alice;
    private Phone bob;
    private Phone carol;
    private RelayedMedia media;

    @Override
    protected Option[] settings() {
        return options(editConfigurationFilePut("etc/org.hotcut.turn.relay.cfg", "addresses", "127.0.0.1"),
                editConfigurationFilePut("etc/org.hotcut.turn.server.peers.cfg", "rules", "allow loopback 127.0.0.1 1024-65535"));
    }

    @Before
    public void phonesAreRegistered() throws Exception {
        AccountAdmin admin = service(AccountAdmin.class);
        if (accounts.domain("example.org") == null) {
            admin.addDomain("example.org", null, List.of());
            for (String user : List.of("alice", "bob", "carol", "dave")) {
                admin.addUser(user, "example.org", user.toCharArray());
            }
        }
        // dave has no telephone: what is for him waits
        service(StoredMessages.class).keep(new StoredMessage("hot-swap", "dave@example.org", "alice@example.org", "<sip:alice@example.org>;tag=1",
                "<sip:dave@example.org>", "hot-swap", 1, List.of(), new byte[] {'h', 'i'}, System.currentTimeMillis(), Long.MAX_VALUE), false)
                .toCompletableFuture().get(60, TimeUnit.SECONDS);
        alice = phone(tls(), "alice");
        bob = phone(Line.udp(port("udp")), "bob");
        carol = phone(tcp(), "carol");
        media = new RelayedMedia(service(Relays.class), port("turn"), port("turns"), trusted(), "alice");
    }

    @After
    public void everythingIsAsItWas() throws Exception {
        media.close();
        for (Phone phone : phones) {
            phone.close();
        }
        for (Bundle bundle : changed) {
            try (InputStream original = new URL(bundle.getLocation()).openStream()) {
                bundle.update(original);
            }
        }
        await().atMost(SOON).until(() -> absent().isEmpty());
    }

    @Test
    public void everyBehaviourBundleIsUpdatedUnderLivePhones() throws Exception {
        List<Bundle> bundles = behaviour();
        assertTrue("too few behaviour bundles: " + bundles, bundles.size() >= 8 && bundles.contains(bundle("org.hotcut.turn.server")));
        int version = 0;
        for (Bundle bundle : bundles) {
            System.out.println("hot swap: " + bundle.getSymbolicName());
            try {
                WeakReference<ClassLoader> old = new WeakReference<>(loader(bundle));
                updatedUnderLivePhones(List.of(bundle), "0.1.0.hot" + ++version);
                assertCollected(bundle, old);
            } catch (AssertionError | Exception e) {
                throw new AssertionError("while " + bundle.getSymbolicName() + " was updated: " + e.getMessage(), e);
            }
        }
    }

    /** By the certificate of a domain or a device, or by password: whoever was proven before is so after it, on the same connection, and nobody else is. */
    @Test
    public void whoIsProvenStaysSoWhileWhatProvesHimIsUpdated() throws Exception {
        List<Bundle> bundles = List.of(bundle("org.hotcut.identity"), bundle("org.hotcut.certificates"), bundle("org.hotcut.sip.tcp"));
        try (ProvenPeers peers = new ProvenPeers(context, flows)) {
            for (Bundle bundle : bundles) {
                updatedUnderProvenPeers(peers, List.of(bundle), "0.1.0.proven-" + bundle.getSymbolicName().replace('.', '-'));
            }
            updatedUnderProvenPeers(peers, bundles, "0.1.0.proven-together");
        }
    }

    private void updatedUnderProvenPeers(ProvenPeers peers, List<Bundle> bundles, String version) throws Exception {
        System.out.println("hot swap under proven peers: " + bundles);
        List<ClassLoader> before = loaders(bundles);
        assertNull("the update failed", inTheGap(bundles, version, peers::ask));
        peers.awaitAnswers(alice);
        peers.assertProven();
        peers.ask();
        peers.awaitAnswers(alice);
        peers.assertProven();
        assertChanged(bundles, version, before);
    }

    @Test
    public void identityAndAccountsAreUpdatedTogether() throws Exception {
        updatedUnderLivePhones(List.of(bundle("org.hotcut.identity"), bundle("org.hotcut.accounts")), "0.1.0.together");
    }

    @Test
    public void identityIsUpdatedWhileAQueryHangs() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ServiceRegistration<AccountSource> slow = context.registerService(AccountSource.class, new HangingSource(service(AccountSource.class), asked), ranked("accounts", 100));
        try (Phone dave = new Phone(Line.udp(port("udp")), "dave", "dave")) {
            accounts.changed("dave", "example.org");
            Phone.Call call = dave.authorize(dave.invite("nobody"));
            assertTrue("nobody asked for dave's account", asked.await(60, TimeUnit.SECONDS));
            WeakReference<ClassLoader> old = new WeakReference<>(loader(bundle("org.hotcut.identity")));
            updatedUnderLivePhones(List.of(bundle("org.hotcut.identity")), "0.1.0.hang");
            slow.unregister();
            // the call was given once more, to the new bundle, and decided there
            dave.awaitFinal(call, 404, 503);
            assertCollected(bundle("org.hotcut.identity"), old);
        }
    }

    /** An order leaves a thread of the JDK's HTTP client behind for seconds, which was begun with the bundle on its stack. */
    @Test
    public void certificatesIsUpdatedAfterAnOrderThatFailed() throws Exception {
        org.osgi.service.cm.Configuration settings = service(ConfigurationAdmin.class).getConfiguration("org.hotcut.certificates", null);
        Dictionary<String, Object> before = settings.getProperties();
        Dictionary<String, Object> acme = settings.getProperties();
        try (ServerSocket hangsUp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread authority = new Thread(() -> hangUp(hangsUp));
            authority.start();
            acme.put("acme.directory", "https://127.0.0.1:" + hangsUp.getLocalPort() + "/dir");
            acme.put("acme.agree", "true");
            settings.update(acme);
            await("an order fails").atMost(SOON).until(() -> orderFails("example.org: "));
            Bundle bundle = bundle("org.hotcut.certificates");
            WeakReference<ClassLoader> old = new WeakReference<>(loader(bundle));
            updatedUnderLivePhones(List.of(bundle), "0.1.0.ordered");
            assertCollected(bundle, old);
        } finally {
            settings.update(before);
        }
    }

    private static void hangUp(ServerSocket at) {
        try {
            while (true) {
                at.accept().close();
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private boolean orderFails(String why) {
        try {
            return !service(CertificateAdmin.class).order().isEmpty();
        } catch (IOException e) {
            return e.getMessage().contains(why);
        }
    }

    /** A vendor's bundle is away when the push is wanted; it is back, the device registers, and the call that waits goes to it: each time by a bundle swapped meanwhile. */
    @Test
    public void aCallThatWaitsForADeviceThatWasPushedIsConnectedAfterASwap() throws Exception {
        Path jar = VendorBundle.jar();
        Bundle vendor = context.installBundle(jar.toUri().toString());
        try {
            vendor.start();
            try (Phone asleep = new Phone(tcp(), "dave", "dave").pushedBy("messenger", "mobile")) {
                asleep.register();
            }
            await("dave sleeps").atMost(SOON).until(() -> location.find("dave@example.org").stream().noneMatch(Binding::reachable));
            vendor.stop();
            Phone.Call call = alice.authorize(alice.invite("dave"));
            await("the push waits for its sender").atMost(SOON).until(() -> new Edge(context).status("push").get("messenger").toString().contains("under way=1"));
            vendor.start();
            await("dave is woken").atMost(SOON).until(() -> "mobile".equals(System.getProperty(MessengerSender.WOKEN)));

            List<Bundle> bundles = List.of(bundle("org.hotcut.sip.proxy"), bundle("org.hotcut.sip.registrar"), bundle("org.hotcut.push.log"));
            assertNull("the update failed", inTheGap(bundles, "0.1.0.late", () -> { }));
            Phone dave = new Phone(tcp(), "dave", "dave").pushedBy("messenger", "mobile");
            phones.add(dave);
            dave.register();
            Phone.Call atDave = dave.awaitCall();
            alice.awaitRinging(call);
            call = accepted(dave, atDave, alice, call);
            ended(alice, call, dave, atDave);
            assertEquals("errors the caller saw", List.of(), alice.errors());
            dave.unregister();
        } finally {
            vendor.uninstall();
            Files.delete(jar);
        }
    }

    /** It takes the three minutes that the RFC wants: only with {@code -Dhotcut.soak=timerc}. */
    @Test
    public void rfc3261Section16Point8TimerCOfARingingCallRunsOnThroughSwaps() throws Exception {
        assumeTrue("it takes three minutes (-Dhotcut.soak=timerc)", "timerc".equals(System.getProperty("hotcut.soak")));
        long start = System.nanoTime();
        Phone.Call call = alice.authorize(alice.invite("bob"));
        Phone.Call atBob = bob.awaitCall();
        alice.awaitRinging(call);
        List<Bundle> bundles = List.of(bundle("org.hotcut.identity"), bundle("org.hotcut.sip.registrar"), bundle("org.hotcut.sip.notifier"), bundle("org.hotcut.sip.proxy"),
                bundle("org.hotcut.sip.udp"));
        assertNull("the update failed", inTheGap(bundles, "0.1.0.timerc", () -> { }));
        bob.awaitCancel(atBob, 200);
        alice.awaitFinal(call, 487);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        assertTrue("given up after " + seconds + " s", seconds >= 180);
    }

    private static Line tcp() throws IOException {
        return Line.stream("TCP", new Socket(InetAddress.getLoopbackAddress(), port("tcp")));
    }

    /** One call rings and one is sent in the very gap; then both are answered and ended. */
    private void updatedUnderLivePhones(List<Bundle> bundles, String version) throws Exception {
        Collection<Long> lines = lines();
        Map<String, String> bindings = bindings();
        List<String> messages = messages();
        List<String> allocations = media.held();
        List<ClassLoader> before = loaders(bundles);

        Phone.Call up = alice.invite("carol");
        up = alice.authorize(up);
        Phone.Call upAtCarol = carol.awaitCall();
        alice.awaitRinging(up);
        up = accepted(carol, upAtCarol, alice, up);

        Phone.Call ringing = alice.authorize(alice.invite("bob"));
        Phone.Call ringingAtBob = bob.awaitCall();
        alice.awaitRinging(ringing);

        AtomicReference<Phone.Call> sent = new AtomicReference<>();
        Exception failure = inTheGap(bundles, version, () -> {
            sent.set(carol.invite("bob"));
            media.exchange();
        });
        assertNull("the update failed: " + failure, failure);
        Phone.Call fresh = carol.authorize(sent.get());
        Phone.Call freshAtBob = bob.awaitCall();
        carol.awaitRinging(fresh);

        ringing = accepted(bob, ringingAtBob, alice, ringing);
        fresh = accepted(bob, freshAtBob, carol, fresh);
        ended(carol, fresh, bob, freshAtBob);
        ended(bob, ringingAtBob, alice, ringing);
        ended(alice, up, carol, upAtCarol);

        assertEquals("connections", lines, lines());
        assertEquals("registrations", bindings, bindings());
        assertEquals("messages that wait", messages, messages());
        media.exchange();
        media.refresh();
        assertEquals("allocations", allocations, media.held());
        assertChanged(bundles, version, before);
        assertEquals("what the chain says", List.of(), absent());
        for (Phone phone : phones) {
            assertEquals("errors a client saw", List.of(), phone.errors());
        }
        assertEquals("removal pending", List.of(), new ArrayList<>(context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class).getRemovalPendingBundles()));
    }

    private static List<ClassLoader> loaders(List<Bundle> bundles) {
        return bundles.stream().map(HotSwapIT::loader).collect(Collectors.toList());
    }

    private static void assertChanged(List<Bundle> bundles, String version, List<ClassLoader> before) {
        for (int i = 0; i < bundles.size(); i++) {
            assertEquals("marker", version, bundles.get(i).getHeaders().get(ChangedJar.MARKER));
            assertNotSame("class loader", before.get(i), loader(bundles.get(i)));
        }
    }

    private static Phone.Call accepted(Phone callee, Phone.Call atCallee, Phone caller, Phone.Call atCaller) throws IOException {
        callee.accept(atCallee);
        Phone.Call up = caller.awaitAnswer(atCaller);
        callee.awaitAcknowledgement(atCallee);
        return up;
    }

    private static void ended(Phone first, Phone.Call atFirst, Phone second, Phone.Call atSecond) throws IOException {
        first.hangUp(atFirst);
        second.awaitHangUp(atSecond);
        first.awaitEnd(atFirst);
    }

    /** Something a phone does. */
    private interface Doing {
        void run() throws IOException;
    }

    /** Updates the bundles; the doing happens when the first of them has stopped and is not back. */
    private Exception inTheGap(List<Bundle> bundles, String version, Doing doing) throws Exception {
        AtomicInteger stopped = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        SynchronousBundleListener gap = event -> {
            if (event.getType() == BundleEvent.STOPPED && bundles.contains(event.getBundle()) && stopped.getAndIncrement() == 0) {
                try {
                    doing.run();
                } catch (IOException e) {
                    failure.set(e);
                } catch (AssertionError e) {
                    // the framework would keep it to itself
                    failure.set(new IOException(e));
                }
            }
        };
        context.addBundleListener(gap);
        try {
            List<byte[]> jars = new ArrayList<>();
            for (Bundle bundle : bundles) {
                jars.add(changedJar(bundle, version));
                changed.add(bundle);
            }
            List<Thread> updates = new ArrayList<>();
            for (int i = 0; i < bundles.size(); i++) {
                Bundle bundle = bundles.get(i);
                byte[] jar = jars.get(i);
                updates.add(new Thread(() -> {
                    try {
                        bundle.update(new ByteArrayInputStream(jar));
                    } catch (BundleException e) {
                        failure.set(e);
                    }
                }, "update of " + bundle.getSymbolicName()));
            }
            updates.forEach(Thread::start);
            for (Thread update : updates) {
                update.join();
            }
        } finally {
            context.removeBundleListener(gap);
        }
        assertTrue("no bundle stopped", stopped.get() > 0);
        return failure.get();
    }

    private static byte[] changedJar(Bundle bundle, String version) throws IOException {
        Path original = Files.createTempFile("bundle", ".jar");
        Path target = Files.createTempFile("changed", ".jar");
        try (InputStream in = new URL(bundle.getLocation()).openStream()) {
            Files.write(original, in.readAllBytes());
            return Files.readAllBytes(ChangedJar.of(original, version, target));
        } finally {
            Files.delete(original);
            Files.delete(target);
        }
    }

    private static void assertCollected(Bundle bundle, WeakReference<ClassLoader> old) {
        await("the old class loader of " + bundle.getSymbolicName() + " is collected").atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
            System.gc();
            return old.get() == null;
        });
    }

    private Collection<Long> lines() {
        return flows.list().stream().map(info -> info.flow().id()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, String> bindings() {
        Map<String, String> bindings = new TreeMap<>();
        for (Binding binding : location.all()) {
            bindings.put(binding.address() + ' ' + binding.contact(), binding.flow() + " " + binding.flow().id() + ' ' + binding.reachable() + ' ' + binding.cseq());
        }
        return bindings;
    }

    private List<String> messages() throws Exception {
        return service(StoredMessages.class).messages(100).toCompletableFuture().get(60, TimeUnit.SECONDS).stream()
                .map(message -> message.address() + ' ' + message.id() + ' ' + message.expiresAt()).collect(Collectors.toList());
    }

    private List<String> absent() {
        return status.chain().stream().filter(link -> link.bundle() == null).map(SipStatus.Link::name).collect(Collectors.toList());
    }

    private List<Bundle> behaviour() {
        return Arrays.stream(context.getBundles()).filter(bundle -> "behaviour".equals(bundle.getHeaders().get("Hotcut-Role"))).collect(Collectors.toList());
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst().orElseThrow();
    }

    private static ClassLoader loader(Bundle bundle) {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    private Phone phone(Line line, String user) throws IOException {
        Phone phone = new Phone(line, user, user);
        phones.add(phone);
        phone.register();
        return phone;
    }

    private SSLContext trusted() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(service(CertificateAdmin.class).authorityPem().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    private Line tls() throws Exception {
        SSLSocket socket = (SSLSocket) trusted().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port("tls"));
        socket.startHandshake();
        return Line.stream("TLS", socket);
    }

    private static int port(String listener) {
        return Integer.getInteger("hotcut.port." + listener);
    }

    /** Behaviour services come and go: looked up when needed. */
    private <T> T service(Class<T> type) {
        await(type.getSimpleName()).atMost(SOON).until(() -> context.getServiceReference(type) != null);
        ServiceReference<T> reference = context.getServiceReference(type);
        return context.getService(reference);
    }

    private static Dictionary<String, Object> ranked(String name, int ranking) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("hotcut.name", name);
        properties.put(Constants.SERVICE_RANKING, ranking);
        return properties;
    }

    /** Answers as the real one does, but the first question for dave hangs for five seconds. */
    private static final class HangingSource implements AccountSource {
        private final AccountSource real;
        private final CountDownLatch asked;

        HangingSource(AccountSource real, CountDownLatch asked) {
            this.real = real;
            this.asked = asked;
        }

        @Override
        public List<Domain> domains() throws Exception {
            return real.domains();
        }

        @Override
        public Account find(String user, String domain) throws Exception {
            if (user.equals("dave") && asked.getCount() > 0) {
                asked.countDown();
                new CountDownLatch(1).await(5, TimeUnit.SECONDS);
            }
            return real.find(user, domain);
        }
    }
}
