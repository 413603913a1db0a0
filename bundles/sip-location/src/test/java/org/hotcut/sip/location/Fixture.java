package org.hotcut.sip.location;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.sip.api.location.Location.Outcome;
import org.hotcut.sip.api.location.Location.Unbind;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.ManualClock;
import org.hotcut.testkit.RecordingFlows;

/** A location service over a folder, with a clock to turn and loops and lines that are recorders. */
final class Fixture {
    static final String ALICE = "alice@example.org";

    final ManualClock clock = new ManualClock();
    final LoopThreads loops = new LoopThreads(2);
    final RecordingFlows flows = new RecordingFlows();
    final FakeKeys keys = new FakeKeys();
    Path data;
    Settings settings = new Settings(10, 1_000_000, 25, 16_384, 3);
    SipLocation location;

    Fixture(Path data) throws IOException {
        this.data = Files.createDirectories(data.resolve("0"));
        start();
    }

    private void start() throws IOException {
        location = new SipLocation(data, settings, flows, loops, keys, clock);
    }

    /** Starts a second one over what is on disk at this moment, as after kill -9. */
    void killAndStart() throws Exception {
        Path left = data.resolveSibling(Integer.toString(Integer.parseInt(data.getFileName().toString()) + 1));
        while (!isCopied(data.resolve("location"), Files.createDirectories(left.resolve("location")))) {
            delete(left.resolve("location"));
        }
        location.close();
        data = left;
        start();
    }

    /** Copies the files as they are at one moment; returns false when a snapshot replaced them meanwhile. */
    private static boolean isCopied(Path from, Path to) throws IOException {
        List<Path> files = files(from);
        try {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return files.equals(files(from));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        for (Path file : files(directory)) {
            Files.delete(file);
        }
    }

    Outcome bind(Binding... bindings) {
        Binding first = bindings[0];
        return change(new Change(first.address(), first.callId(), first.cseq(), List.of(bindings), List.of(), false));
    }

    Outcome change(Change change) {
        try {
            return location.change(change).toCompletableFuture().get(60, TimeUnit.SECONDS).outcome();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> contacts() {
        return location.find(ALICE).stream().map(Binding::contact).toList();
    }

    /** Returns the number of the first device of an address. */
    long key(String address) {
        return location.find(address).get(0).key();
    }

    static List<Unbind> gone(String... contacts) {
        return Stream.of(contacts).map(contact -> new Unbind(contact, null, 0)).toList();
    }

    One one(String contact) {
        return new One(ALICE, contact, udp(5060), null, 0, 1000, "call-1", 1, clock.millis() + 3_600_000, false);
    }

    Flow udp(int port) {
        return flows.udp("192.0.2.1", port);
    }

    Flow tls() {
        return flows.open(Protocol.TLS, "2001:db8::1", 40_000);
    }

    /** A binding in the making. */
    record One(String address, String contact, Flow flow, String instance, int regId, int q, String callId, long cseq, long expiresAt, boolean natted) {
        One of(String other) {
            return new One(other, contact, flow, instance, regId, q, callId, cseq, expiresAt, natted);
        }

        One by(Flow line) {
            return new One(address, contact, line, instance, regId, q, callId, cseq, expiresAt, natted);
        }

        One device(String id, int reg) {
            return new One(address, contact, flow, id, reg, q, callId, cseq, expiresAt, natted);
        }

        One q(int thousandths) {
            return new One(address, contact, flow, instance, regId, thousandths, callId, cseq, expiresAt, natted);
        }

        One request(String id, long number) {
            return new One(address, contact, flow, instance, regId, q, id, number, expiresAt, natted);
        }

        One until(long millis) {
            return new One(address, contact, flow, instance, regId, q, callId, cseq, millis, natted);
        }

        One behindNat() {
            return new One(address, contact, flow, instance, regId, q, callId, cseq, expiresAt, true);
        }

        Binding make() {
            return new Binding(address, contact, List.of("<sip:edge.example.org;lr>"), flow, natted, "0011223344556677", instance, regId, q, "pn-provider=x", "audio;+sip.rendering=\"yes\"",
                "Phone/1.0", callId, cseq, expiresAt, true, 0);
        }
    }

    /** The configuration. */
    record Settings(int contactsPerAddress, int contactsTotal, int keepAliveSeconds, int journalKilobytes, int journalFactor) implements SipLocation.Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return SipLocation.Config.class;
        }
    }
}
