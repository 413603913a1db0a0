package org.hotcut.sip.message;

import org.hotcut.sip.api.SipRequest;

/** A request; see {@link Message}. */
public final class Request extends Message implements SipRequest {
    final int uriStart;
    final int uriEnd;
    private String method;
    private Uri uri;

    Request(byte[] bytes, Index index) {
        super(bytes, index);
        uriStart = Bytes.find(bytes, ' ', 0, bytes.length) + 1;
        int space = Bytes.find(bytes, ' ', uriStart, bytes.length);
        uriEnd = space < 0 ? uriStart : space;
    }

    @Override
    Request copy(byte[] newBytes, Index newIndex) {
        return new Request(newBytes, newIndex);
    }

    @Override
    public String method() {
        if (method == null) {
            method = Methods.name(bytes, 0, Math.max(0, uriStart - 1));
        }
        return method;
    }

    /** Returns the method of CSeq, which the parser compares. */
    String cseqMethod() {
        return super.method();
    }

    @Override
    public Uri uri() {
        if (uri == null) {
            uri = new Uri(bytes, uriStart, uriEnd);
        }
        return uri;
    }

    /** {@inheritDoc} What is above 255 counts as 255 (RFC 4475 section 3.1.2.5). */
    @Override
    public int maxForwards() {
        return number(HeaderNames.MAX_FORWARDS, 255);
    }

    /** Returns Max-Breadth (RFC 5393 section 5), a million at most, or -1 when it is absent. */
    public int maxBreadth() {
        return number(HeaderNames.MAX_BREADTH, 1_000_000);
    }

    private int number(int id, int most) {
        int line = index.first(id);
        if (line < 0) {
            return -1;
        }
        int start = index.valueStart(line);
        int end = index.valueEnd(line);
        if (!Bytes.digits(bytes, start, end)) {
            throw new SyntaxException(HeaderNames.text(id) + " that is no number");
        }
        long number = Bytes.number(bytes, start, end, most);
        return number < 0 ? most : (int) number;
    }

    /** Takes a part of a message, as it stands there. */
    public interface Part {
        /** Takes what stands from one position to before another; not to be changed. */
        void take(byte[] bytes, int from, int to);
    }

    /** Gives what decides where it goes, in order: the Request-URI, each line of Route, and of the caller's preferences (RFC 3841). */
    public void decisive(Part part) {
        part.take(bytes, uriStart, uriEnd);
        for (int line = 0; line < index.count(); line++) {
            int id = index.id(line);
            if (id == HeaderNames.ROUTE || id == HeaderNames.ACCEPT_CONTACT || id == HeaderNames.REJECT_CONTACT || id == HeaderNames.REQUEST_DISPOSITION) {
                part.take(bytes, index.valueStart(line), index.valueEnd(line));
            }
        }
    }

    /** Returns a Route value by its place, 0 being the topmost; null when there are not so many. */
    public Address route(int place) {
        long span = value(HeaderNames.ROUTE, place);
        return span < 0 ? null : new Address(bytes, Bytes.start(span), Bytes.end(span));
    }

    /** Returns how many Route values there are. */
    public int routeCount() {
        return valueCount(HeaderNames.ROUTE);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException naming the fault when it is no URI
     */
    @Override
    public Request withUri(String newUri) {
        byte[] text = Bytes.of(UriParser.parse(newUri).text());
        return copy(Edits.replaced(bytes, uriStart, uriEnd, text), index.shifted(text.length - (uriEnd - uriStart)));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the value holds a line end, or the header is one that the transaction leans on
     */
    @Override
    public Request withHeader(String name, String value) {
        return (Request) Edits.inserted(this, name, value);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the header is one that the transaction leans on
     */
    @Override
    public Request without(String name) {
        return (Request) Edits.removed(this, name);
    }
}
