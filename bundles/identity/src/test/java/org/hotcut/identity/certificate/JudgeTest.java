package org.hotcut.identity.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.identity.Config;
import org.hotcut.identity.TestConfig;
import org.hotcut.testkit.FakeWork;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
    private final Authority authority = Authority.root("Own");
    private final Map<String, String> properties = new HashMap<>();
    @TempDir
    Path base;

    private Verdict judge(X509Certificate... chain) {
        return judge("public", chain);
    }

    private Verdict judge(String trust, X509Certificate... chain) {
        return judgeWith(config(), trust, chain);
    }

    private Verdict judgeWith(Config config, String trust, X509Certificate... chain) {
        TrustProfiles profiles = new TrustProfiles(properties, base, () -> List.of(Authority.der(authority.certificate)));
        Judge judge = new Judge(new FakeWork(), Sip.parser(), config, profiles, Clock.fixed(Authority.NOW, ZoneOffset.UTC));
        List<byte[]> der = Arrays.stream(chain).map(Authority::der).toList();
        return judge.judge(new PeerCertificate("tls", trust, new InetSocketAddress("192.0.2.1", 40_000), null, der)).toCompletableFuture().join();
    }

    private Config config() {
        return TestConfig.certificates(false, "off", "close");
    }

    @Test
    void acceptsWhomAnAuthorityVouchesFor() {
        Verdict verdict = judge(authority.peer("CN=x").dns("example.edu").issue());
        assertNull(verdict.refusal());
        assertEquals(List.of(new Identity(Identity.Kind.DOMAIN, "example.edu", "certificate CN=x")), verdict.identities());
        assertEquals(Authority.NOW.plus(Duration.ofHours(1)).toEpochMilli(), verdict.until());
    }

    @Test
    void refusesAnUnknownAuthority() {
        Verdict verdict = judge(Authority.root("Own").peer("CN=x").dns("example.edu").issue());
        assertTrue(verdict.refusal().startsWith("certificate CN=x: "), verdict.refusal());
        assertTrue(judge(Authority.root("Other").peer("CN=x").dns("example.edu").issue()).refusal().contains("not one of those that count"));
    }
}
