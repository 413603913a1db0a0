package org.hotcut.sip.registrar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.location.Binding;

/** The 200 of a REGISTER: RFC 3261 section 10.3 step 8, RFC 3327 section 5.3, RFC 5626 section 6. */
final class Answer {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int Q_ONE = 1000;

    private Answer() { }

    /**
     * Makes the 200.
     *
     * @param bindings all of the address, those of others too
     */
    static Decision ok(SipRequest request, boolean overStream, List<Binding> bindings, long now) {
        List<HeaderField> headers = new ArrayList<>(bindings.size() + 3);
        for (Binding binding : bindings) {
            headers.add(new HeaderField("Contact", contact(binding, now)));
        }
        if (request.header("Path") != null && supports(request, "path")) {
            request.headers("Path").forEach(path -> headers.add(new HeaderField("Path", path)));
        }
        if (overStream && hasOutbound(request, bindings)) {
            headers.add(new HeaderField("Require", "outbound"));
        }
        headers.add(new HeaderField("Date", DATE.format(Instant.ofEpochMilli(now))));
        return new Decision.Reply(200, null, headers, null);
    }

    private static String contact(Binding binding, long now) {
        StringBuilder text = new StringBuilder(160).append('<').append(binding.contact()).append(">;expires=");
        text.append(Math.max(0, (binding.expiresAt() - now + 999) / 1000));
        if (binding.q() != Q_ONE) {
            text.append(";q=0.").append(binding.q() / 100).append(binding.q() / 10 % 10).append(binding.q() % 10);
        }
        if (binding.instance() != null) {
            text.append(";+sip.instance=\"").append(binding.instance().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        if (binding.regId() > 0) {
            text.append(";reg-id=").append(binding.regId());
        }
        return text.toString();
    }

    /** Over UDP it would promise to answer STUN on the SIP port. */
    private static boolean hasOutbound(SipRequest request, List<Binding> bindings) {
        return supports(request, "outbound")
            && bindings.stream().anyMatch(b -> b.regId() > 0 && b.instance() != null && b.callId().equals(request.callId()) && b.cseq() == request.cseq());
    }

    private static boolean supports(SipRequest request, String extension) {
        return request.header("Supported") != null && request.headers("Supported").stream().anyMatch(extension::equalsIgnoreCase);
    }
}
