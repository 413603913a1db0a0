package org.hotcut.sip.core.transaction;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.ManualClock;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;

/** A transaction table whose time is moved by hand. What happens is noted with its time in milliseconds. */
final class Rig implements Outbound, ClientUser {
    final ManualClock clock = new ManualClock();
    final TimerWheel wheel = new TimerWheel(clock::nanos);
    final TransactionTable table = new TransactionTable(wheel, this);
    final RecordingFlows flows = new RecordingFlows();
    final Flow udp = flows.udp("192.0.2.1", 5060);
    final Flow tcp = flows.open(Protocol.TCP, "192.0.2.1", 5060);
    final List<String> events = new ArrayList<>();
    boolean lineIsGone;

    ServerTransaction serve(String method, Flow flow) {
        return table.serve(new ServerKey("z9hG4bK1", "192.0.2.1", 5060, method), flow, flow);
    }

    ClientTransaction request(String method, Flow flow) {
        ClientTransaction transaction = table.request(7, method, flow, this);
        transaction.start(bytes(method));
        return transaction;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Response response(String method, int status) {
        return Sip.response(Sip.request(method, "sip:bob@example.org"), status);
    }

    void pass(long millis) {
        long end = clock.millis() + millis;
        while (clock.millis() < end) {
            clock.advance(Duration.ofMillis(Math.min(TimerWheel.TICK_MILLIS, end - clock.millis())));
            wheel.advance();
        }
    }

    private void note(String what) {
        events.add(wheel.now() + " " + what);
    }

    @Override
    public boolean request(Flow flow, byte[] message) {
        if (lineIsGone) {
            return false;
        }
        note(new String(message, StandardCharsets.UTF_8));
        return true;
    }

    @Override
    public void response(ServerTransaction transaction, byte[] message) {
        note(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public byte[] acknowledgement(byte[] invite, Response response) {
        return bytes("ACK " + response.status());
    }

    @Override
    public void response(Response response) {
        note("got " + response.status());
    }

    @Override
    public void timedOut() {
        note("timed out");
    }

    @Override
    public void unreachable() {
        note("unreachable");
    }
}
