package org.hotcut.sip.message;

import java.util.Locale;

import org.hotcut.sip.api.NameAddr;

/** A {@code name-addr} or {@code addr-spec} with header parameters, as a view of bytes. */
public final class Address implements NameAddr {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int nameStart;
    private final int nameEnd;
    private final Uri uri;
    private final int params;

    /** Reads one that fills this range, which neither starts nor ends with white space. */
    Address(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        boolean quoted = start < end && bytes[start] == '"';
        int bracket = quoted ? afterQuote() : Bytes.find(bytes, '<', start, plainEnd());
        if (bracket < 0) {
            int stop = bareEnd();
            nameStart = start;
            nameEnd = start;
            uri = new Uri(bytes, start, stop);
            params = Bytes.skipSpace(bytes, stop, end);
        } else {
            int close = Bytes.find(bytes, '>', bracket, end);
            if (close < 0) {
                throw new SyntaxException("Bracket that is not closed");
            }
            nameStart = quoted ? start + 1 : start;
            nameEnd = quoted ? Bytes.trimEnd(bytes, start, bracket) - 1 : Bytes.trimEnd(bytes, start, bracket);
            uri = new Uri(bytes, bracket + 1, close);
            params = Bytes.skipSpace(bytes, close + 1, end);
        }
        if (Params.check(bytes, params, end) != end) {
            throw new SyntaxException("Comma that is not in quotes");
        }
    }

    private int afterQuote() {
        int after = Bytes.quotedEnd(bytes, start, end);
        if (after < 0) {
            throw new SyntaxException("Quote that is not closed");
        }
        int bracket = Bytes.skipSpace(bytes, after, end);
        if (bracket == end || bytes[bracket] != '<') {
            throw new SyntaxException("Display name without an address in brackets");
        }
        return bracket;
    }

    // a display name of tokens goes up to the bracket; phones put more into it than tokens, so only what would be ambiguous ends it
    private int plainEnd() {
        int at = start;
        while (at < end && bytes[at] != ';' && bytes[at] != ',' && bytes[at] != '"' && bytes[at] != '>') {
            if (bytes[at++] == '<') {
                return at;
            }
        }
        return at;
    }

    // RFC 3261 section 20: without brackets what follows a semicolon is the header's; a comma or question mark needs brackets
    private int bareEnd() {
        int at = start;
        while (at < end && bytes[at] != ';' && !Bytes.isSpace(bytes[at])) {
            if (bytes[at] == '?' || bytes[at] == ',') {
                throw new SyntaxException("URI that must be in brackets");
            }
            at++;
        }
        return at;
    }

    @Override
    public String displayName() {
        return Bytes.unquoted(bytes, nameStart, nameEnd);
    }

    @Override
    public Uri uri() {
        return uri;
    }

    @Override
    public String param(String name) {
        return Params.get(bytes, params, end, name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String text() {
        return Bytes.unfolded(bytes, start, end);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text();
    }
}
