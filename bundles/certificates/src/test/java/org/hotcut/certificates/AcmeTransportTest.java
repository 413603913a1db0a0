package org.hotcut.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.FakeWork;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcmeTransportTest {
    @TempDir
    Path folder;
    private final RecordingFlows flows = new RecordingFlows();
    private final FakeWork work = new FakeWork();
    private AcmeTransport transport;
    private Flow flow;

    @BeforeEach
    void open() throws Exception {
        Answers answers = new Answers(folder.resolve("answers"));
        answers.put("to-ken_1", "to-ken_1.thumb");
        transport = new AcmeTransport(flows, work, answers);
        flows.listen("acme", Protocol.ACME, 80);
        flow = flows.open(Protocol.ACME, "192.0.2.9", 40_000);
    }

    @Test
    void theTokenOfAnOrderIsAnsweredAndTheConnectionClosed() {
        transport.receive(flow, request("GET /.well-known/acme-challenge/to-ken_1 HTTP/1.1\r\nHost: example.org\r\n\r\n"));
        String answer = flows.take().text();
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.endsWith("Content-Length: 14\r\nConnection: close\r\n\r\nto-ken_1.thumb"), answer);
        assertEquals(1, flows.closed().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /.well-known/acme-challenge/other", "GET /.well-known/acme-challenge/../account-key.pem", "GET /", "POST /.well-known/acme-challenge/to-ken_1",
        "GET /.well-known/acme-challenge/", "GET /.well-known/acme-challenge/to-ken_1/x"})
    void everythingElseIsNotFound(String line) throws Exception {
        Files.writeString(folder.resolve("account-key.pem"), "secret");
        transport.receive(flow, request(line + " HTTP/1.1\r\n\r\n"));
        String answer = flows.take().text();
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertEquals(1, flows.closed().size());
    }

    @Test
    void whoAsksWhileNobodyCanLookIsToldToComeAgain() {
        work.mode(FakeWork.Mode.REFUSED);
        transport.receive(flow, request("GET /.well-known/acme-challenge/to-ken_1 HTTP/1.0\r\n\r\n"));
        assertTrue(flows.take().text().startsWith("HTTP/1.1 503 "));
    }

    @Test
    void aRequestEndsWithItsEmptyLineHoweverItArrives() throws Exception {
        byte[] whole = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest".getBytes(StandardCharsets.US_ASCII);
        int end = whole.length - 4;
        for (int length = 1; length < end; length++) {
            assertEquals(0, transport.frame(ByteBuffer.wrap(whole, 0, length), length - 1));
        }
        assertEquals(end, transport.frame(ByteBuffer.wrap(whole, 0, end), end - 1));
        assertEquals(end, transport.frame(ByteBuffer.wrap(whole), 0));
        assertThrows(FramingException.class, () -> transport.frame(ByteBuffer.wrap(new byte[] {0x16, 3, 1}), 0));
    }

    private static ByteBuffer request(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
