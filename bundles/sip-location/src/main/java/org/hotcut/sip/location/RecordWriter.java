package org.hotcut.sip.location;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.hotcut.journal.RecordBuffer;
import org.hotcut.journal.RecordFormat;
import org.hotcut.sip.api.location.Binding;

/**
 * Encodes rows as records of the journal: version, address and bindings. Each binding has its own length, so that a later Hotcut may add fields at its end that this one
 * passes over.
 *
 * <p>The magic begins with an octet that is in no text, since texts are UTF-8: nobody can write something into his Contact or Path that is taken for a record when the
 * record it stands in is torn. The first version's could be.
 */
final class RecordWriter {
    static final int MAGIC = 0xff484332;
    static final int FIRST_MAGIC = 0x48435231;
    static final RecordFormat FORMAT = new RecordFormat(MAGIC, FIRST_MAGIC, 16 << 20, true);
    private static final byte[] NOT_RESOLVED = {};

    private RecordWriter() { }

    /** Appends a record. */
    static void write(String address, Row row, RecordBuffer out) {
        out.begin();
        out.longNumber(row.version());
        out.text(address);
        out.number(row.bindings().size());
        for (Binding binding : row.bindings()) {
            int start = out.beginPart();
            binding(binding, out);
            out.endPart(start);
        }
        out.end();
    }

    private static void binding(Binding b, RecordBuffer out) {
        out.text(b.contact());
        texts(b.path(), out);
        out.longNumber(b.flow().id());
        out.text(b.flow().endpoint());
        out.text(b.flow().protocol().name());
        socket(b.flow().local(), out);
        socket(b.flow().remote(), out);
        out.number(b.natted() ? 1 : 0);
        out.text(b.node());
        out.text(b.instance());
        out.number(b.regId());
        out.number(b.q());
        out.text(b.push());
        out.text(b.userAgent());
        out.text(b.callId());
        out.longNumber(b.cseq());
        out.longNumber(b.expiresAt());
        // what the first version did not have
        out.text(b.features());
    }

    private static void texts(List<String> texts, RecordBuffer out) {
        out.number(texts.size());
        texts.forEach(out::text);
    }

    /** Length and octets of the address (none when it is not resolved, then its name), scope of IPv6, port. */
    private static void socket(InetSocketAddress socket, RecordBuffer out) {
        InetAddress address = socket.getAddress();
        out.octets(address == null ? NOT_RESOLVED : address.getAddress());
        if (address == null) {
            out.text(socket.getHostString());
        } else if (address instanceof Inet6Address six) {
            out.number(six.getScopeId());
        }
        out.number(socket.getPort());
    }
}
