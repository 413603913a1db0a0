package org.hotcut.core.state.account;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Texts as fields of a line: whatever a database holds, no field has a tab, an end of line or a character beyond ASCII. */
final class Fields {
    private Fields() { }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String decode(String field) {
        return URLDecoder.decode(field, StandardCharsets.UTF_8);
    }
}
