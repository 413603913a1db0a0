package org.hotcut.sip.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Gruus;

/**
 * Tells a caller who asks for it (Request-Disposition, RFC 3841 section 9.1) by which URIs he reaches the devices of a user himself. Where a device is stays with us: it is named
 * by a temporary GRUU (RFC 5627 section 3.1.2), which says neither that nor which device it is, and what is sent to it is judged by us as any request is.
 */
final class Redirects {
    private static final int Q_ONE = 1_000;

    private final Candidates candidates;
    private final Gruus gruus;
    private final int most;

    Redirects(Candidates candidates, Gruus gruus, int most) {
        this.candidates = candidates;
        this.gruus = gruus;
        this.most = most;
    }

    /** Returns null when the request is to be sent on nevertheless: it names one device already, or a device has no GRUU. */
    Decision of(SipRequest request) {
        if (request.uri().param("gr") != null) {
            return null;
        }
        Set<String> devices = new HashSet<>();
        List<HeaderField> contacts = new ArrayList<>();
        for (Candidate candidate : candidates.all(request, candidates.place(request.uri()))) {
            Binding binding = candidate.binding();
            if (binding.instance() == null) {
                return null;
            }
            if (devices.add(binding.instance()) && contacts.size() < most) {
                contacts.add(new HeaderField("Contact", contact(binding, request.uri().scheme())));
            }
        }
        return contacts.isEmpty() ? null : new Decision.Reply(302, null, contacts, null);
    }

    /** Who asked for a sips URI gets only such (RFC 3261 section 8.1.3.4). */
    private String contact(Binding binding, String scheme) {
        String gruu = gruus.temporaryGruu(binding);
        String uri = scheme.equals("sips") && gruu.startsWith("sip:") ? "sips" + gruu.substring("sip".length()) : gruu;
        return binding.q() == Q_ONE ? '<' + uri + '>' : '<' + uri + ">;q=0." + String.valueOf(Q_ONE + binding.q()).substring(1);
    }
}
