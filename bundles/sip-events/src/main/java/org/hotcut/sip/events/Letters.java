package org.hotcut.sip.events;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.event.StoredMessage;

/** A stored message as a row of the journal, and as the request it becomes. */
final class Letters {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int OVERHEAD = 400;

    private Letters() { }

    static byte[] row(StoredMessage message) {
        List<String> headers = new ArrayList<>();
        message.headers().forEach(header -> {
            headers.add(header.name());
            headers.add(header.value());
        });
        return new Fields.Out().text(message.id()).text(message.address()).text(message.sender()).text(message.from()).text(message.to()).text(message.callId())
            .number(message.cseq()).list(headers).bytes(message.body()).number(message.receivedAt()).number(message.expiresAt()).toBytes();
    }

    static StoredMessage read(byte[] row) {
        Fields.In in = new Fields.In(row);
        return new StoredMessage(in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.number(), headers(in.list()), in.bytes(), in.number(), in.number());
    }

    private static List<HeaderField> headers(List<String> texts) {
        List<HeaderField> headers = new ArrayList<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            headers.add(new HeaderField(texts.get(i), texts.get(i + 1)));
        }
        return List.copyOf(headers);
    }

    /** Returns about how much memory one takes. */
    static long size(StoredMessage message) {
        long size = OVERHEAD + message.body().length + 2L * (message.from().length() + message.to().length() + message.callId().length());
        for (HeaderField header : message.headers()) {
            size += 2L * (header.name().length() + header.value().length());
        }
        return size;
    }

    /** Returns the request, which says who sent it as the first one did, and when it came (RFC 3428 section 4: a Date tells the recipient how old it is). */
    static OwnRequest request(StoredMessage message, String uri) {
        List<HeaderField> headers = new ArrayList<>(message.headers());
        headers.add(new HeaderField("Date", DATE.format(Instant.ofEpochMilli(message.receivedAt()))));
        return new OwnRequest("MESSAGE", uri, message.from(), message.to(), message.callId(), message.cseq(), headers, message.body());
    }
}
