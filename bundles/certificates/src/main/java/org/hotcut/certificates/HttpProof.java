package org.hotcut.certificates;

import java.io.IOException;

import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;

/** The answer is a text at an address of HTTP (RFC 8555 section 8.3), which {@link AcmeTransport} gives. */
final class HttpProof implements Proof {
    private final Answers answers;

    HttpProof(Answers answers) {
        this.answers = answers;
    }

    @Override
    public Challenge prepare(Authorization authorization, String domain) throws IOException {
        Http01Challenge challenge = authorization.findChallenge(Http01Challenge.class)
            .orElseThrow(() -> new IOException("the authority does not take a proof over HTTP for " + domain + " (acme.challenge)"));
        answers.put(challenge.getToken(), challenge.getAuthorization());
        return challenge;
    }

    @Override
    public void clear() throws IOException {
        answers.clear();
    }

    @Override
    public String place(String domain) {
        return "http://" + domain + "/.well-known/acme-challenge/";
    }
}
