package org.hotcut.sip.message;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import javax.sip.header.Header;

import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipMessage;

/**
 * The bytes of a message and an index of its header lines. Immutable, so safe for any thread; what is asked for repeatedly is kept once it
 * was made.
 */
public abstract class Message implements SipMessage {
    final byte[] bytes;
    final Index index;
    private String callId;
    private Via topVia;
    private Address from;
    private Address to;
    private String fromTag;
    private String toTag;
    private long cseq = -1;
    private String cseqMethod;

    Message(byte[] bytes, Index index) {
        this.bytes = bytes;
        this.index = index;
    }

    /** Makes the edited message of the same kind. */
    abstract Message copy(byte[] newBytes, Index newIndex);

    @Override
    public String callId() {
        if (callId == null) {
            int line = index.first(HeaderNames.CALL_ID);
            callId = Bytes.string(bytes, index.valueStart(line), index.valueEnd(line));
        }
        return callId;
    }

    @Override
    public long cseq() {
        if (cseq < 0) {
            readCseq();
        }
        return cseq;
    }

    @Override
    public String method() {
        if (cseqMethod == null) {
            readCseq();
        }
        return cseqMethod;
    }

    private void readCseq() {
        int line = index.first(HeaderNames.CSEQ);
        int start = index.valueStart(line);
        int end = index.valueEnd(line);
        int digits = Bytes.tokenEnd(bytes, start, end);
        int method = Bytes.skipSpace(bytes, digits, end);
        long number = Bytes.number(bytes, start, digits, Integer.MAX_VALUE);
        if (number < 0) {
            throw new SyntaxException("Broken or too large CSeq number");
        }
        if (method == end || Bytes.tokenEnd(bytes, method, end) != end) {
            throw new SyntaxException("Broken method in CSeq");
        }
        cseqMethod = Methods.name(bytes, method, end);
        cseq = number;
    }

    @Override
    public Address from() {
        if (from == null) {
            from = addressOf(index.first(HeaderNames.FROM));
        }
        return from;
    }

    @Override
    public Address to() {
        if (to == null) {
            to = addressOf(index.first(HeaderNames.TO));
        }
        return to;
    }

    private Address addressOf(int line) {
        return new Address(bytes, index.valueStart(line), index.valueEnd(line));
    }

    /** Returns the tag of From, or null. */
    public String fromTag() {
        if (fromTag == null) {
            fromTag = from().param("tag");
        }
        return fromTag;
    }

    /** Returns the tag of To, or null. */
    public String toTag() {
        if (toTag == null) {
            toTag = to().param("tag");
        }
        return toTag;
    }

    /** Returns the topmost Via; null only in a {@link MalformedMessageException#request} where it is broken. */
    public Via topVia() {
        if (topVia == null) {
            topVia = via(0);
        }
        return topVia;
    }

    /** Returns a Via by its place, 0 being the topmost; null when there are not so many or it is broken. */
    public Via via(int place) {
        long span = value(HeaderNames.VIA, place);
        try {
            return span < 0 ? null : new Via(bytes, Bytes.start(span), Bytes.end(span));
        } catch (SyntaxException e) {
            return null;
        }
    }

    /** Returns every Via in order, read in one go; broken ones are left out. */
    public List<Via> vias() {
        List<Via> vias = new ArrayList<>(4);
        for (int line = index.first(HeaderNames.VIA); line >= 0; line = index.next(HeaderNames.VIA, line + 1)) {
            int end = index.valueEnd(line);
            for (int at = index.valueStart(line); at <= end; at = Values.elementEnd(bytes, at, end) + 1) {
                long span = Values.element(bytes, at, end);
                try {
                    vias.add(new Via(bytes, Bytes.start(span), Bytes.end(span)));
                } catch (SyntaxException e) {
                    continue;
                }
            }
        }
        return vias;
    }

    /** Returns whether nobody but the sender has put a Via on it. */
    public final boolean hasOneVia() {
        int line = index.first(HeaderNames.VIA);
        return index.next(HeaderNames.VIA, line + 1) < 0 && topVia() != null && topVia().end() == index.valueEnd(line);
    }

    /** Returns how many Via values there are. */
    public int viaCount() {
        return valueCount(HeaderNames.VIA);
    }

    /** Returns the message itself: not to be changed, for the line only. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where this element of a list header is, over all its lines; -1 when there are not so many. */
    final long value(int id, int place) {
        int left = place;
        for (int line = index.first(id); line >= 0; line = index.next(id, line + 1)) {
            int end = index.valueEnd(line);
            for (int at = index.valueStart(line); at <= end; at = Values.elementEnd(bytes, at, end) + 1) {
                if (left-- == 0) {
                    return Values.element(bytes, at, end);
                }
            }
        }
        return -1;
    }

    final int valueCount(int id) {
        int count = 0;
        for (int line = index.first(id); line >= 0; line = index.next(id, line + 1)) {
            count += Values.count(bytes, index.valueStart(line), index.valueEnd(line));
        }
        return count;
    }

    /** Returns the first line of this header from a line on, or -1. */
    final int line(int id, String name, int from) {
        if (id != HeaderNames.OTHER) {
            return index.next(id, from);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        for (int line = index.next(id, from); line >= 0; line = index.next(id, line + 1)) {
            int start = index.name(line);
            if (Bytes.equalsIgnoreCase(bytes, start, Bytes.tokenEnd(bytes, start, index.valueStart(line)), lower)) {
                return line;
            }
        }
        return -1;
    }

    @Override
    public String header(String name) {
        int line = line(HeaderNames.id(name), name, 0);
        return line < 0 ? null : Bytes.unfolded(bytes, index.valueStart(line), index.valueEnd(line));
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(2);
        for (long span : spans(name)) {
            values.add(Bytes.unfolded(bytes, Bytes.start(span), Bytes.end(span)));
        }
        return values;
    }

    /**
     * {@inheritDoc} The {@code *} of Contact is none of them.
     *
     * @throws IllegalArgumentException naming the fault when one is broken; never for From, To, Contact, Route and Path of a request
     */
    @Override
    public List<NameAddr> addresses(String name) {
        List<NameAddr> addresses = new ArrayList<>(2);
        for (long span : spans(name)) {
            int start = Bytes.start(span);
            int end = Bytes.end(span);
            if (!Bytes.equals(bytes, start, end, "*")) {
                addresses.add(new Address(bytes, start, end));
            }
        }
        return addresses;
    }

    private long[] spans(String name) {
        int id = HeaderNames.id(name);
        boolean list = HeaderNames.isList(id);
        long[] spans = new long[4];
        int count = 0;
        for (int line = line(id, name, 0); line >= 0; line = line(id, name, line + 1)) {
            int end = index.valueEnd(line);
            int at = index.valueStart(line);
            while (list ? at < end : at >= 0) {
                if (count == spans.length) {
                    spans = Arrays.copyOf(spans, 2 * count);
                }
                spans[count++] = list ? Values.element(bytes, at, end) : Bytes.span(at, end);
                at = list ? Values.elementEnd(bytes, at, end) + 1 : -1;
            }
        }
        return Arrays.copyOf(spans, count);
    }

    @Override
    public <H extends Header> List<H> parsed(String name, Class<H> type) throws ParseException {
        List<H> headers = new ArrayList<>(2);
        int id = HeaderNames.id(name);
        for (int line = line(id, name, 0); line >= 0; line = line(id, name, line + 1)) {
            JainSip.header(HeaderNames.longForm(name), Bytes.unfolded(bytes, index.valueStart(line), index.valueEnd(line)), type, headers);
        }
        return headers;
    }

    @Override
    public javax.sip.message.Message toJainSip() throws ParseException {
        return JainSip.message(bytes);
    }

    @Override
    public byte[] body() {
        return Arrays.copyOfRange(bytes, index.body, bytes.length);
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public byte[] encode() {
        return bytes.clone();
    }

    /** Returns the message as text, for traces. */
    @Override
    public String toString() {
        return Bytes.string(bytes, 0, bytes.length);
    }
}
