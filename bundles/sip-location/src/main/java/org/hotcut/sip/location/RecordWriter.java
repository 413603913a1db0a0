package org.hotcut.sip.location;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import org.hotcut.sip.api.location.Binding;

/**
 * Encodes rows as records of the journal, one after the other. A record is {@link #MAGIC}, its length, the CRC-32C of what follows, and then version, address and
 * bindings. Each binding has its own length, so that a later Hotcut may add fields at its end that this one passes over. Confined to one
 * thread at a time.
 *
 * <p>The magic begins with an octet that is in no text, since texts are UTF-8: nobody can write something into his Contact or Path that is taken for a record when the
 * record it stands in is torn. The first version's could be.
 */
final class RecordWriter {
    static final int MAGIC = 0xff484332;
    static final int FIRST_MAGIC = 0x48435231;
    static final int HEADER = 12;
    static final int LONGEST = 16 << 20;
    private static final int KEEP = 1 << 20;
    private static final int INITIAL = 4096;

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[INITIAL];
    private ByteBuffer out = ByteBuffer.wrap(bytes);

    /** Appends a record. */
    void add(String address, Row row) {
        int start = out.position();
        room(HEADER + Long.BYTES);
        out.putInt(MAGIC).putInt(0).putInt(0).putLong(row.version());
        text(address);
        number(row.bindings().size());
        for (Binding binding : row.bindings()) {
            int at = out.position();
            number(0);
            binding(binding);
            out.putInt(at, out.position() - at - Integer.BYTES);
        }
        int length = out.position() - start - HEADER;
        if (length > LONGEST) {
            out.position(start);
            throw new IllegalArgumentException("the bindings of " + address + " are too long for a record");
        }
        crc.reset();
        crc.update(bytes, start + HEADER, length);
        out.putInt(start + Integer.BYTES, length).putInt(start + 2 * Integer.BYTES, (int) crc.getValue());
    }

    int length() {
        return out.position();
    }

    /** Returns what was added and not yet cleared; valid until the next {@link #add}. */
    ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, out.position());
    }

    void clear() {
        if (bytes.length > KEEP) {
            bytes = new byte[INITIAL];
            out = ByteBuffer.wrap(bytes);
        }
        out.clear();
    }

    private void binding(Binding b) {
        text(b.contact());
        texts(b.path());
        room(Long.BYTES);
        out.putLong(b.flow().id());
        text(b.flow().endpoint());
        text(b.flow().protocol().name());
        socket(b.flow().local());
        socket(b.flow().remote());
        number(b.natted() ? 1 : 0);
        text(b.node());
        text(b.instance());
        number(b.regId());
        number(b.q());
        text(b.push());
        text(b.userAgent());
        text(b.callId());
        room(2 * Long.BYTES);
        out.putLong(b.cseq()).putLong(b.expiresAt());
        // what the first version did not have
        text(b.features());
    }

    private void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    /** Length and UTF-8; -1 for null. */
    private void text(String text) {
        if (text == null) {
            number(-1);
            return;
        }
        int length = text.length();
        room(Integer.BYTES + length);
        int at = out.position() + Integer.BYTES;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                utf8(text);
                return;
            }
            bytes[at + i] = (byte) c;
        }
        out.putInt(length).position(at + length);
    }

    private void utf8(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        room(utf8.length);
        out.put(utf8);
    }

    /** Length and octets of the address (none when it is not resolved, then its name), scope of IPv6, port. */
    private void socket(InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        byte[] octets = address == null ? new byte[0] : address.getAddress();
        number(octets.length);
        if (octets.length == 0) {
            text(socket.getHostString());
        }
        room(octets.length);
        out.put(octets);
        if (address instanceof Inet6Address six) {
            number(six.getScopeId());
        }
        number(socket.getPort());
    }

    private void number(int value) {
        room(Integer.BYTES);
        out.putInt(value);
    }

    private void room(int more) {
        if (out.remaining() >= more) {
            return;
        }
        int position = out.position();
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + more));
        out = ByteBuffer.wrap(bytes);
        out.position(position);
    }
}
