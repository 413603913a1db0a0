package org.hotcut.sip.registrar;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Gruus;

/** The 200 of a REGISTER: RFC 3261 section 10.3 step 8, RFC 3327 section 5.3, RFC 5626 section 6, RFC 5627 section 5.3, RFC 8599 section 5.6.1. */
final class Answer {
    private static final int Q_ONE = 1000;
    private static final HeaderField REQUIRE_OUTBOUND = new HeaderField("Require", "outbound");

    private final Gruus gruus;
    private final PushServices pushes;
    private final HeaderField flowTimer;

    /**
     * Makes answers.
     *
     * @param flowTimer seconds to name in Flow-Timer, 0 to name none
     */
    Answer(Gruus gruus, PushServices pushes, int flowTimer) {
        this.gruus = gruus;
        this.pushes = pushes;
        this.flowTimer = flowTimer > 0 ? new HeaderField("Flow-Timer", Integer.toString(flowTimer)) : null;
    }

    /**
     * Makes the 200.
     *
     * @param bindings all of the address, those of others too
     */
    Decision ok(Asked asked, List<Binding> bindings) {
        List<HeaderField> headers = new ArrayList<>(bindings.size() + 4);
        for (Binding binding : bindings) {
            headers.add(new HeaderField("Contact", contact(asked, binding)));
        }
        if (asked.knowsPath()) {
            for (String path : asked.path()) {
                headers.add(new HeaderField("Path", path));
            }
        }
        if (asked.outbound() && madeFlow(asked, bindings)) {
            headers.add(REQUIRE_OUTBOUND);
            // over UDP the client's own interval, below half a minute, suits routers better than any of ours
            if (flowTimer != null && asked.flow().protocol().isStream() && !asked.far()) {
                headers.add(flowTimer);
            }
        }
        pushes.name(asked.request(), asked.contacts(), headers::add);
        headers.add(new HeaderField("Date", SipDate.of(asked.now())));
        return new Decision.Reply(200, null, headers, null);
    }

    private String contact(Asked asked, Binding binding) {
        StringBuilder text = new StringBuilder(binding.instance() == null ? 100 : 400).append('<').append(binding.contact()).append(">;expires=");
        text.append(Math.max(0, (binding.expiresAt() - asked.now() + 999) / 1000));
        if (binding.q() != Q_ONE) {
            text.append(";q=0.").append(binding.q() / 100).append(binding.q() / 10 % 10).append(binding.q() % 10);
        }
        if (binding.instance() != null) {
            quoted(binding.instance(), text.append(";+sip.instance="));
        }
        if (binding.regId() > 0) {
            text.append(";reg-id=").append(binding.regId());
        }
        if (binding.features() != null) {
            text.append(';').append(binding.features());
        }
        if (asked.gruu() && binding.instance() != null) {
            quoted(gruus.publicGruu(binding), text.append(";pub-gruu="));
            quoted(gruus.temporaryGruu(binding), text.append(";temp-gruu="));
        }
        return text.toString();
    }

    private static void quoted(String value, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\');
            }
            to.append(c);
        }
        to.append('"');
    }

    private static boolean madeFlow(Asked asked, List<Binding> bindings) {
        String callId = asked.request().callId();
        long cseq = asked.request().cseq();
        for (Binding binding : bindings) {
            if (binding.regId() > 0 && binding.cseq() == cseq && binding.callId().equals(callId)) {
                return true;
            }
        }
        return false;
    }
}
