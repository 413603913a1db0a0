package org.hotcut.certificates;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hotcut.core.api.Work;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Transport;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Answers an authority that asks whether a domain is ours (RFC 8555 section 8.3): a GET of a token's file. Everything else is not found, and each connection
 * has one question. The answers are files, so that any version of this bundle gives them.
 */
@Component(immediate = true, property = "hotcut.name=acme", service = Transport.class)
public final class AcmeTransport implements Transport {
    private static final Pattern QUESTION = Pattern.compile("GET /\\.well-known/acme-challenge/(" + Answers.TOKEN + ") HTTP/1\\.[01]\r\n", Pattern.CASE_INSENSITIVE);
    private static final int END_BYTES = 4;

    private final Flows flows;
    private final Work work;
    private final Answers answers;

    @Activate
    public AcmeTransport(BundleContext context, @Reference Flows flows, @Reference Work work) {
        this(flows, work, new Answers(new Places(context).acmeAnswers()));
    }

    AcmeTransport(Flows flows, Work work, Answers answers) {
        this.flows = flows;
        this.work = work;
        this.answers = answers;
    }

    @Override
    public int frame(ByteBuffer unread, int scanned) throws FramingException {
        int begin = unread.position();
        if (unread.hasRemaining() && !Character.isLetter(unread.get(begin))) {
            throw new FramingException("no request of HTTP");
        }
        for (int i = begin + Math.max(0, scanned - END_BYTES + 1); i + END_BYTES <= unread.limit(); i++) {
            if (unread.get(i) == '\r' && unread.get(i + 1) == '\n' && unread.get(i + 2) == '\r' && unread.get(i + 3) == '\n') {
                return i + END_BYTES - begin;
            }
        }
        return 0;
    }

    @Override
    public void receive(Flow flow, ByteBuffer message) {
        Matcher question = QUESTION.matcher(StandardCharsets.ISO_8859_1.decode(message));
        if (!question.lookingAt()) {
            answer(flow, "404 Not Found", "nothing here\n");
            return;
        }
        String token = question.group(1);
        work.call(() -> answers.find(token)).whenComplete((found, fault) -> {
            Optional<String> text = fault == null ? found : Optional.empty();
            answer(flow, text.isPresent() ? "200 OK" : fault == null ? "404 Not Found" : "503 Service Unavailable", text.orElse("not known\n"));
        });
    }

    @Override
    public void malformed(Flow flow, ByteBuffer unread, String reason) {
        answer(flow, "400 Bad Request", reason + '\n');
    }

    private void answer(Flow flow, String status, String text) {
        flows.send(flow, ("HTTP/1.1 " + status + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + text.length() + "\r\nConnection: close\r\n\r\n" + text)
            .getBytes(StandardCharsets.US_ASCII));
        flows.close(flow.id(), "answered " + status);
    }
}
