package org.hotcut.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes bad messages of good ones, the same from the same seed. Each is one to four changes away from one that is well formed. */
final class Mutations {
    private static final int LONGEST = 60_000;
    private static final List<String> NUMBERS = List.of("-1", "0", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967296", "18446744073709551616",
            "9".repeat(60), "0x10", "1e9", "", " ");
    private static final List<String> LINES = List.of("Max-Forwards: 0", "Max-Breadth: 1", "Content-Length: 7", "l: 99999", "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK", "Route: <sip:127.0.0.1;lr>",
            "Route: <sip:a@127.0.0.1:5060;lr>, <sip:b@127.0.4.2:9;lr>", "Record-Route: <sip:127.0.0.1;lr>", "Require: path, outbound, x", "Proxy-Require: y", "Contact: *", "Expires: -3",
            "Path: <sip:127.0.4.2;lr>", "Supported: outbound, path, gruu", "To: <sip:fuzz@example.org>;tag=", "From: ;tag=x", "CSeq: 1 CANCEL", "Call-ID:", "Accept-Contact: *;audio;require;explicit",
            "Request-Disposition: no-fork, sequential", "Event: presence", "Timestamp: 1.1.1", "Authorization: Digest username=\"fuzz\", realm=\"example.org\", nonce=\"\", uri=\"sip:\", response=\"\"",
            "Authorization: Digest ,,,=\"", "P-Asserted-Identity: <sip:root@example.org>", "Replaces: x;from-tag=;to-tag=", "Identity: ===", ": empty", "no colon", "Subject: \u00fc\u4e00\ud83d\ude00");
    private static final List<String> PIECES = List.of("\r\n", "\r", "\n", "\u0000", "\r\n\r\n", "\r\n ", ";", ",", "<", ">", "\"", "\\", "%", "%00", "%zz", "::", "[", "]", "@", "?", "=", ";lr", ";maddr=127.0.4.2",
            ";transport=tcp", ";transport=tls", ";transport=x", ";ob", ";received=1.2.3.4", ";rport=99999", ";q=2", "<<<<<<<<", "((((((((", "sips:", "tel:", "sip:", " ", "\t", "SIP/2.0");

    private final Random random;
    private final List<byte[]> corpus;

    /** Takes good messages; where a text says SERIAL it is replaced by another number each time. */
    Mutations(long seed, List<String> corpus) {
        this.random = new Random(seed);
        this.corpus = corpus.stream().map(text -> text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** Returns the next message; one in eight is as good as its original. */
    byte[] next() {
        byte[] message = any();
        int changes = Math.max(0, random.nextInt(8) - 3);
        if (random.nextInt(8) > 0) {
            changes++;
        }
        for (int i = 0; i < changes; i++) {
            message = changed(message);
        }
        return message.length <= LONGEST ? message : Arrays.copyOf(message, LONGEST);
    }

    /** Returns a stream of so many messages, each in one piece or not, with keep-alives between them now and then. */
    byte[] stream(int messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            byte[] message = random.nextInt(4) == 0 ? next() : any();
            stream.write(message, 0, message.length);
            if (random.nextInt(4) == 0) {
                stream.write("\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, 2 * (1 + random.nextInt(3)));
            }
        }
        return stream.toByteArray();
    }

    /** Returns a number from 0 to below a bound. */
    int number(int bound) {
        return random.nextInt(bound);
    }

    private byte[] any() {
        String text = new String(corpus.get(random.nextInt(corpus.size())), StandardCharsets.ISO_8859_1);
        return text.replace("SERIAL", Long.toString(random.nextLong() >>> 1, 36)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] changed(byte[] message) {
        if (message.length == 0) {
            return any();
        }
        int at = random.nextInt(message.length);
        int to = Math.min(message.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(14)) {
            case 0 -> flipped(message);
            case 1 -> Arrays.copyOf(message, at);
            case 2 -> spliced(message, at, to, new byte[0]);
            case 3 -> spliced(message, at, at, Arrays.copyOfRange(message, at, to));
            case 4, 5 -> spliced(message, at, at, piece());
            case 6 -> spliced(message, at, at, repeated());
            case 7 -> crossed(message, any());
            case 8 -> withNumber(message);
            case 9, 10 -> withLine(message, LINES.get(random.nextInt(LINES.size())).getBytes(StandardCharsets.UTF_8));
            case 11 -> withLine(message, line(message, at));
            case 12 -> withoutLine(message, at);
            default -> folded(message, at);
        };
    }

    private byte[] flipped(byte[] message) {
        byte[] flipped = message.clone();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        }
        return flipped;
    }

    private byte[] piece() {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] repeated() {
        byte[] piece = piece();
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 1 << random.nextInt(13); i > 0; i--) {
            many.write(piece, 0, piece.length);
        }
        return many.toByteArray();
    }

    private byte[] crossed(byte[] message, byte[] other) {
        int cut = random.nextInt(message.length);
        return spliced(message, cut, message.length, Arrays.copyOfRange(other, Math.min(other.length, cut), other.length));
    }

    private byte[] withNumber(byte[] message) {
        int start = random.nextInt(message.length);
        while (start < message.length && !isDigit(message[start])) {
            start++;
        }
        int end = start;
        while (end < message.length && isDigit(message[end])) {
            end++;
        }
        return spliced(message, start, end, NUMBERS.get(random.nextInt(NUMBERS.size())).getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private byte[] withLine(byte[] message, byte[] line) {
        int at = lineStart(message, random.nextInt(message.length));
        byte[] whole = Arrays.copyOf(line, line.length + 2);
        whole[line.length] = '\r';
        whole[line.length + 1] = '\n';
        return spliced(message, at, at, whole);
    }

    private static byte[] withoutLine(byte[] message, int at) {
        return spliced(message, lineStart(message, at), lineEnd(message, at), new byte[0]);
    }

    private static byte[] line(byte[] message, int at) {
        return Arrays.copyOfRange(message, lineStart(message, at), Math.max(lineStart(message, at), lineEnd(message, at) - 2));
    }

    private static byte[] folded(byte[] message, int at) {
        int space = at;
        while (space < message.length && message[space] != ' ') {
            space++;
        }
        return spliced(message, space, space, "\r\n\t".getBytes(StandardCharsets.US_ASCII));
    }

    private static int lineStart(byte[] message, int at) {
        int start = at;
        while (start > 0 && message[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int lineEnd(byte[] message, int at) {
        int end = at;
        while (end < message.length && message[end] != '\n') {
            end++;
        }
        return Math.min(message.length, end + 1);
    }

    private static byte[] spliced(byte[] message, int from, int to, byte[] replacement) {
        byte[] spliced = new byte[message.length - (to - from) + replacement.length];
        System.arraycopy(message, 0, spliced, 0, from);
        System.arraycopy(replacement, 0, spliced, from, replacement.length);
        System.arraycopy(message, to, spliced, from + replacement.length, message.length - to);
        return spliced;
    }
}
