package org.hotcut.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.hotcut.core.api.net.CertificateJudge;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Verdict;

/** A judge that says what the test wants; at first, that a certificate proves nobody and is no reason to close. */
final class ScriptedJudge implements CertificateJudge {
    final List<PeerCertificate> asked = Collections.synchronizedList(new ArrayList<>());
    volatile String policy = "1";
    volatile Function<PeerCertificate, CompletionStage<Verdict>> verdict =
        presented -> CompletableFuture.completedStage(Verdict.proven(policy, List.of(), Long.MAX_VALUE));

    @Override
    public CompletionStage<Verdict> judge(PeerCertificate presented) {
        asked.add(presented);
        return verdict.apply(presented);
    }

    @Override
    public CompletionStage<String> policy() {
        return CompletableFuture.completedStage(policy);
    }
}
