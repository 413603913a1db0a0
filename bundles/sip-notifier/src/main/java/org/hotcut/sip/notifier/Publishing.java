package org.hotcut.sip.notifier;

import java.util.Locale;
import java.util.stream.Stream;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.event.Publication;
import org.hotcut.sip.api.event.Publications;
import org.hotcut.sip.api.event.Publications.Result;

/** PUBLISH, with this server as the event state compositor (RFC 3903 section 6). */
final class Publishing {
    private final Rules rules;
    private final Publications publications;
    private final Expiry expiry;

    Publishing(Rules rules, Publications publications, Config config) {
        this.rules = rules;
        this.publications = publications;
        this.expiry = new Expiry(config);
    }

    /** The steps of the section in their order. */
    Decision request(SipExchange exchange) {
        SipRequest request = exchange.request();
        EventHeader event = EventHeader.of(request);
        if (exchange.dialog() != null || request.header("Route") != null || !rules.isForUser(exchange) || rules.isPassedOn(event) && !rules.served().contains(event.name())) {
            return Decision.next();
        }
        if (event == null || !event.name().equals(Rules.PRESENCE)) {
            return Decision.reply(489, null, new HeaderField("Allow-Events", Rules.PRESENCE));
        }
        if (request.header("Require") != null) {
            return Decision.reply(420, null, new HeaderField("Unsupported", String.join(", ", request.headers("Require"))));
        }
        if (!request.uri().address().equals(Rules.speaker(exchange))) {
            return Decision.reply(403);
        }
        if (request.headers("SIP-If-Match").stream().flatMap(value -> Stream.of(value.split(","))).count() > 1) {
            return Decision.reply(400, "More than one entity-tag");
        }
        long seconds = expiry.granted(request);
        if (seconds < 0) {
            return Decision.reply(423, null, new HeaderField("Min-Expires", expiry.least()));
        }
        byte[] body = request.body();
        Decision refusal = body.length == 0 ? withoutBody(request) : check(request, body);
        if (refusal != null) {
            return refusal;
        }
        Publication publication = new Publication(event.name(), request.uri().address(), exchange.id(), request.header("SIP-If-Match"),
            body.length == 0 ? null : PresencePackage.TYPE, body.length == 0 ? null : body, System.currentTimeMillis() + seconds * 1_000);
        return rules.whenKnown(request, () -> publications.publish(publication).thenApply(result -> answer(result, seconds)));
    }

    private static Decision withoutBody(SipRequest request) {
        return request.header("SIP-If-Match") == null ? Decision.reply(400, "Nothing is published") : null;
    }

    private static Decision check(SipRequest request, byte[] body) {
        String type = request.header("Content-Type");
        if (type == null || request.header("Content-Encoding") != null || !type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(PresencePackage.TYPE)) {
            return Decision.reply(415, null, new HeaderField("Accept", PresencePackage.TYPE), new HeaderField("Accept-Encoding", "identity"));
        }
        String fault = Pidf.fault(body);
        return fault == null ? null : Decision.reply(400, fault);
    }

    private static Decision answer(Result result, long seconds) {
        return switch (result.outcome()) {
            case DONE -> Decision.reply(200, null, new HeaderField("SIP-ETag", result.tag()), new HeaderField("Expires", Long.toString(seconds)));
            case NO_MATCH -> Decision.reply(412);
            case TOO_LONG -> Decision.reply(413);
            case USER_FULL -> Decision.reply(403, "Too many documents");
            case FULL -> Decision.reply(503, null, new HeaderField("Retry-After", "60"));
        };
    }
}
