package org.hotcut.identity;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.SipRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request that was refused for who it claims to be from. Its own log, {@code audit}, so that it can be kept apart. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("audit");
    private static final int LONGEST = 300;

    private Audit() { }

    /**
     * Writes the line.
     *
     * @param claimed what is not proven: the URI of From, To or another header, and which
     * @param proven  who the peer was proven to be; empty when nobody
     */
    static void refused(SipRequest request, Flow flow, String claimed, List<Identity> proven) {
        if (LOG.isInfoEnabled()) {
            LOG.info("refused {} by {}: {} is not proven; the peer is {}", request.method(), flow, cut(claimed), proven.isEmpty() ? "nobody" : names(proven));
        }
    }

    private static String names(List<Identity> proven) {
        StringBuilder text = new StringBuilder();
        for (Identity identity : proven) {
            text.append(text.isEmpty() ? "" : ", ").append(identity.kind().name().toLowerCase(java.util.Locale.ROOT)).append(' ').append(identity.name())
                .append(" (").append(identity.how()).append(')');
        }
        return cut(text.toString());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
