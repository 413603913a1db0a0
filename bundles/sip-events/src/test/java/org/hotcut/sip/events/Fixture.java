package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages.Outcome;
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
    static final Limits ROOMY = new Limits(10, 100, 1_000, 3_600_000, 1 << 20);

    final ManualClock clock = new ManualClock();
    final OneLoop loop = new OneLoop();
    final FakeLocation location = new FakeLocation();
    final RecordingFlows flows = new RecordingFlows();
    final RecordingClient client = new RecordingClient();
    Limits limits = ROOMY;
    Path data;
    SipEvents events;

    Fixture(Path folder) throws IOException {
        data = Files.createDirectories(folder.resolve("0"));
        start();
    }

    void start() throws IOException {
        events = new SipEvents(data, limits, loop, location, client, clock);
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
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Outcome keep(StoredMessage message) {
        return get(events.keep(message, false));
    }

    List<String> waiting() {
        return get(events.list(100)).stream().map(message -> new String(message.body(), StandardCharsets.UTF_8)).toList();
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

    StoredMessage message(String text) {
        return message(text, ALICE, Long.MAX_VALUE);
    }

    StoredMessage message(String text, String sender, long expiresAt) {
        return new StoredMessage("id-" + text, BOB, sender, "<sip:alice@example.org>;tag=1", "<sip:bob@example.org>", "call-" + text, 7,
            List.of(new HeaderField("Content-Type", "text/plain")), text.getBytes(StandardCharsets.UTF_8), clock.millis(), expiresAt);
    }
}
