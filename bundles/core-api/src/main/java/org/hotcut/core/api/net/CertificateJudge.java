package org.hotcut.core.api.net;

import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says what a peer's certificate proves. Behaviour; bound by its service property {@code hotcut.name} ({@code identity}).
 *
 * <p>{@code net} asks after each handshake, resumed ones included, in which the peer presented a certificate. Until there is a verdict the line carries
 * nothing in either direction; after eight seconds it is closed. While nobody bears the name, lines wait within that time. The same line is
 * asked about again when the verdict's time is over or its policy is not the judge's any more: whoever is refused then, or is no longer all that he was
 * proven to be, is closed.
 *
 * <p>Methods are called on threads of {@code net} and on those that completed an earlier stage, and must not block: {@link org.hotcut.core.api.Work} does. A stage
 * that fails means "cannot say now", and the question comes again.
 */
@ConsumerType
public interface CertificateJudge {
    /** Judges a certificate. */
    CompletionStage<Verdict> judge(PeerCertificate presented);

    /** Returns the version of the rules that would be applied now. Asked when the judge is bound, when authorities are installed and every ten seconds. */
    CompletionStage<String> policy();
}
