package org.hotcut.turn.server;

import java.util.function.Consumer;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.server.auth.Verdict;

/** Writes what all responses have: protected as the request was, with FINGERPRINT if that had one. */
final class Responses {
    private final String software;

    /** Prepares; an empty SOFTWARE is left out. */
    Responses(String software) {
        this.software = software.strip();
    }

    /** Returns a success response; the proof is null when nobody asked for one. */
    byte[] success(Request request, Proof proof, Consumer<StunWriter> attributes) {
        return finished(request, proof, StunWriter.success(request.message()), attributes);
    }

    /** Returns an error response. */
    byte[] error(Request request, Proof proof, int code, String reason) {
        return finished(request, proof, StunWriter.error(request.message(), code, reason), none -> { });
    }

    /** Returns the error response to a request that was proven, or needs no proof. */
    byte[] error(Request request, Proof proof, Refusal refusal) {
        return finished(request, proof, StunWriter.error(request.message(), refusal.error()), refusal.attributes());
    }

    /** Returns the error response to a request that was not proven. */
    byte[] error(Request request, StunError error, Verdict.Challenge challenge) {
        return finished(request, null, StunWriter.error(request.message(), error), writer -> {
            if (challenge != null) {
                writer.text(Stun.REALM, challenge.realm()).text(Stun.NONCE, challenge.nonce());
            }
            if (challenge != null && challenge.algorithms().length > 0) {
                writer.passwordAlgorithms(challenge.algorithms());
            }
        });
    }

    private byte[] finished(Request request, Proof proof, StunWriter writer, Consumer<StunWriter> attributes) {
        attributes.accept(writer);
        if (!software.isEmpty()) {
            writer.text(Stun.SOFTWARE, software);
        }
        if (proof != null && proof.sha256()) {
            writer.messageIntegritySha256(proof.key());
        } else if (proof != null) {
            writer.messageIntegrity(proof.key());
        }
        if (request.message().hasFingerprint()) {
            writer.fingerprint();
        }
        return writer.bytes();
    }
}
