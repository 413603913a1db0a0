package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The torture messages of RFC 4475 and RFC 5118, as far as a message alone can tell what is to become of it. */
class RfcVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("hotcut.vectors", "absent"));
    private static final Pattern ENTRY = Pattern.compile(
        "\"file\": \"([^\"]+)\".*?\"outcome\": \"([^\"]+)\",\\s*\"codes\": \\[([^\\]]*)\\]", Pattern.DOTALL);
    /** Answers that need more than the message: where a URI of an unknown scheme goes (416), what may be required of a proxy (420), how far it may go (483). */
    private static final List<Integer> OF_ROUTING = List.of(416, 420, 483);

    private record Vector(Path file, String outcome, List<Integer> codes) { }

    @TestFactory
    List<DynamicTest> everyMessageIsTakenAsItsRfcWants() throws IOException {
        assumeTrue(Files.isDirectory(VECTORS.resolve("rfc4475")), "no RFC vectors at " + VECTORS);
        List<DynamicTest> tests = new ArrayList<>();
        for (String rfc : List.of("rfc4475", "rfc5118")) {
            for (Vector vector : vectors(VECTORS.resolve(rfc))) {
                tests.add(DynamicTest.dynamicTest(vector.file.getFileName() + ": " + vector.outcome, () -> check(vector)));
            }
        }
        assertEquals(61, tests.size());
        return tests;
    }

    private static List<Vector> vectors(Path folder) throws IOException {
        List<Vector> vectors = new ArrayList<>();
        Matcher entry = ENTRY.matcher(Files.readString(folder.resolve("manifest.json")));
        while (entry.find()) {
            List<Integer> codes = new ArrayList<>();
            for (String code : entry.group(3).trim().split("[\\s,]+")) {
                if (!code.isEmpty()) {
                    codes.add(Integer.parseInt(code));
                }
            }
            vectors.add(new Vector(folder.resolve(entry.group(1)), entry.group(2), codes));
        }
        return vectors;
    }

    private static void check(Vector vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector.file);
        try {
            Message message = Parser.parse(ByteBuffer.wrap(bytes), Limits.DEFAULT);
            checkAccepted(vector, message);
        } catch (MalformedMessageException e) {
            checkRefused(vector, e);
        }
    }

    private static void checkAccepted(Vector vector, Message message) throws MalformedMessageException {
        switch (vector.outcome) {
            case "reject" -> assertTrue(vector.codes.stream().anyMatch(OF_ROUTING::contains), "ought to be refused");
            case "reject-or-drop" -> throw new AssertionError("ought to be refused");
            case "accept-response" -> assertInstanceOf(Response.class, message);
            // the response to a broadcast address is well formed; it matches no transaction
            case "drop" -> assertEquals("bcast.dat", vector.file.getFileName().toString());
            default -> assertInstanceOf(Request.class, message);
        }
        everyViewAnswers(message);
        assertEquals(message.toString(), Parser.parse(message.encode()).toString());
    }

    private static void everyViewAnswers(Message message) {
        assertNotNull(message.callId());
        assertNotNull(message.method());
        assertTrue(message.cseq() >= 0);
        assertNotNull(message.from().uri().address());
        assertNotNull(message.to().uri().address());
        assertNotNull(message.topVia().host());
        assertTrue(message.viaCount() > 0);
        message.addresses("Contact").forEach(contact -> assertNotNull(contact.uri().text()));
        message.addresses("Route").forEach(route -> assertNotNull(route.uri().host()));
    }

    private static void checkRefused(Vector vector, MalformedMessageException e) {
        switch (vector.outcome) {
            case "drop" -> assertTrue(e.response());
            case "accept", "accept-response" -> assertTrue(vector.codes.contains(e.status()), e.getMessage());
            case "reject-or-drop" -> assertEquals(400, e.status());
            default -> assertTrue(vector.codes.contains(e.status()), e.status() + " " + e.getMessage());
        }
        assertTrue(e.response() || e.request() != null, "must be answered: " + e.getMessage());
        if (e.request() != null) {
            byte[] answer = ResponseWriter.response(e.request(), e.status(), e.getMessage(), "t", "127.0.0.1", -1, List.of(), null);
            assertTrue(new String(answer, StandardCharsets.UTF_8).startsWith("SIP/2.0 " + e.status() + ' ' + e.getMessage() + "\r\n"));
        }
    }
}
