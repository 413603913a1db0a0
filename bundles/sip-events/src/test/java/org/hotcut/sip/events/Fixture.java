package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.event.EventPackage;
import org.hotcut.sip.api.event.EventState;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages.Outcome;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener;
import org.hotcut.sip.api.location.LocationListener.Event;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.ManualClock;
import org.hotcut.testkit.RecordingFlows;

/** The bundle over a folder, with a clock to turn, registrations in a list and a client that is a recorder. */
final class Fixture implements AutoCloseable {
    static final String ALICE = "alice@example.org";
    static final String BOB = "bob@example.org";
    static final Limits ROOMY = limits(10, 100, 1_000, 1 << 20);

    final ManualClock clock = new ManualClock();
    final OneLoop loop = new OneLoop();
    final FakeLocation location = new FakeLocation();
    final RecordingFlows flows = new RecordingFlows();
    final RecordingClient client = new RecordingClient();
    final Map<String, EventPackage> packages = new LinkedHashMap<>(Map.of("reg", new Telling("reg"), "presence", new Telling("presence")));
    Limits limits = ROOMY;
    Path data;
    SipEvents events;

    /** A package whose bodies list what it was given. */
    record Telling(String name) implements EventPackage {
        @Override
        public String contentType() {
            return "text/" + name;
        }

        @Override
        public byte[] render(EventState state) {
            StringJoiner text = new StringJoiner(" ", name + ' ' + state.version() + ':', "");
            state.bindings().forEach(binding -> text.add(binding.contact()));
            state.gone().forEach(change -> text.add(change.event() + "=" + change.binding().contact()));
            state.documents().forEach(document -> text.add(new String(document.body(), StandardCharsets.UTF_8)));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    static Limits limits(int perUser, int perSender, int bytes, long total) {
        return new Limits(perUser, perSender, 100, bytes, 3_600_000, total, 3, 4, 1_000, 2, 100, 10_000);
    }

    static Map<String, Object> properties(String name) {
        return Map.of("hotcut.name", name, "service.id", (long) name.length());
    }

    Fixture(Path folder) throws IOException {
        data = Files.createDirectories(folder.resolve("0"));
        start();
    }

    void start() throws IOException {
        events = new SipEvents(data, limits, loop, flows, location, client, clock);
        packages.forEach((name, bearer) -> events.bindPackage(bearer, properties(name)));
        loop.tick();
    }

    /** Starts a second one over what is on disk at this moment, as after kill -9. */
    void killAndStart() throws Exception {
        Path left = data.resolveSibling(Integer.toString(Integer.parseInt(data.getFileName().toString()) + 1));
        while (!isCopied(data.resolve("events"), Files.createDirectories(left.resolve("events")))) {
            delete(left.resolve("events"));
        }
        events.close();
        data = left;
        start();
    }

    /** Copies the files as they are at one moment; returns false when a snapshot replaced them meanwhile. */
    private static boolean isCopied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws Exception {
        events.close();
        loop.close();
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Outcome keep(StoredMessage message) {
        return get(events.keep(message, false));
    }

    List<String> waiting() {
        return get(events.messages(100)).stream().map(message -> new String(message.body(), StandardCharsets.UTF_8)).toList();
    }

    /** Bob registers at an address. */
    Binding register(String host) {
        return register(BOB, host);
    }

    Binding register(String address, String host) {
        Flow line = flows.udp(host, 5060);
        location.bind(address, "sip:x@" + host, line);
        Binding binding = location.find(address).stream().filter(each -> each.flow().equals(line)).findFirst().orElseThrow();
        tell(address, Event.CREATED, binding);
        return binding;
    }

    void tell(String address, Event event, Binding binding) {
        events.changed(address, List.of(new LocationListener.Change(event, binding)));
        loop.tick();
    }

    /** Answers what was sent, on the loop. */
    void answer(RecordingClient.Sent sent, Answer answer) {
        loop.on(() -> sent.answer().complete(answer));
    }

    /** Alice subscribes to bob for ten minutes. */
    Subscription subscription(String eventPackage, String callId) {
        return subscription(eventPackage, callId, null, 0, clock.millis() + 600_000);
    }

    Subscription subscription(String eventPackage, String callId, Flow flow, long device, long expiresAt) {
        return new Subscription(eventPackage, null, BOB, ALICE, callId, "ours", "<sip:bob@example.org>;tag=ours", "<sip:alice@example.org>;tag=hers",
            "sip:alice@192.0.2.1", List.of("<sip:192.0.2.9;lr>"), flow, device, 1, expiresAt, false);
    }

    Subscriptions.Outcome subscribe(Subscription subscription) {
        Subscriptions.Outcome outcome = get(events.subscribe(subscription));
        loop.tick();
        return outcome;
    }

    Subscriptions.Outcome refresh(Subscription s, long cseq, long expiresAt) {
        Subscriptions.Outcome outcome = get(events.refresh(new Refresh(s.eventPackage(), s.eventId(), s.watcher(), s.callId(), s.tag(), "hers", null, s.flow(), s.device(),
            cseq, expiresAt)));
        loop.tick();
        return outcome;
    }

    /** Lets time go by and ticks. */
    void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
        loop.tick();
    }

    StoredMessage message(String text) {
        return message(text, ALICE, Long.MAX_VALUE);
    }

    StoredMessage message(String text, String sender, long expiresAt) {
        return new StoredMessage("id-" + text, BOB, sender, "<sip:alice@example.org>;tag=1", "<sip:bob@example.org>", "call-" + text, 7,
            List.of(new HeaderField("Content-Type", "text/plain")), text.getBytes(StandardCharsets.UTF_8), clock.millis(), expiresAt);
    }
}
