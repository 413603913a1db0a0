package org.hotcut.sip.location;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.sip.api.location.Location.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registration keeps of the heap. Nothing of one is shared with another but what the table shares itself, as when each was read from a datagram of its own. */
class MemoryTest {
    private static final int MANY = 50_000;
    private static final int MOST_BYTES = 1_200;

    @TempDir
    Path data;
    private Fixture f;

    @BeforeEach
    void start() throws IOException {
        f = new Fixture(data);
    }

    @AfterEach
    void stop() throws Exception {
        f.location.close();
        f.loops.close();
    }

    @Test
    void aRegistrationTakesAtMost1200BytesOfTheHeap() throws Exception {
        register(0, 1_000);
        long before = used();
        register(1_000, MANY);
        long each = (used() - before) / MANY;
        System.out.println("a registration takes " + each + " bytes of the heap");
        assertTrue(each <= MOST_BYTES, each + " bytes a registration");
    }

    private void register(int first, int count) throws Exception {
        List<CompletionStage<Result>> made = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Binding binding = binding(i);
            made.add(f.location.change(new Change(binding.address(), binding.callId(), binding.cseq(), List.of(binding), List.of(), false)));
        }
        for (CompletionStage<Result> one : made) {
            one.toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private Binding binding(int i) {
        InetSocketAddress phone = new InetSocketAddress("10." + (i >> 16) + '.' + (i >> 8 & 255) + '.' + (i & 255), 5060);
        Flow flow = new Flow(i + 1L, text("udp"), Protocol.UDP, new InetSocketAddress("192.0.2.1", 5060), phone);
        return new Binding("user" + i + "@example.org", "sip:user" + i + '@' + phone.getAddress().getHostAddress() + ":5060;ob", List.of(), flow, true, text("node-1"),
            "<urn:uuid:00000000-0000-1000-8000-" + (100_000_000_000L + i) + '>', 1, 1000, null, text("audio;methods=\"INVITE,ACK,BYE,CANCEL,OPTIONS,INFO,REFER,NOTIFY\""),
            text("Softphone 5.4.1 (Linux)"), "c0ffee" + i + "c0ffeec0ffee@10.0.0.1", 1, f.clock.millis() + 3_600_000, true, 0);
    }

    // a copy, as each message has
    private static String text(String same) {
        return new String(same.toCharArray());
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
