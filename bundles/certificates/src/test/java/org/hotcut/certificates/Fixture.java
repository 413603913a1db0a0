package org.hotcut.certificates;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.net.TlsStore;
import org.hotcut.testkit.FakeWork;

/** A server with one host name and two addresses, domains to choose, and a recorder in place of {@code net}. */
final class Fixture implements TlsStore, Accounts {
    record Installed(List<Credential> credentials, List<byte[]> authorities) { }

    final List<Installed> installed = new ArrayList<>();
    final List<Domain> domains = new ArrayList<>();
    final Path data;
    Host host = new Host(Set.of("edge.example"), Set.of("127.0.0.1", "192.0.2.7"), true);
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    Fixture(Path data, String... domains) {
        this.data = data;
        List.of(domains).forEach(this::add);
    }

    Certificates start(String... further) {
        InstantSource source = () -> now;
        return new Certificates(new Places(data, data.resolve("etc")), new Further(further), () -> "0123456789abcdef", new FakeWork(), this, this, door(), () -> host, source.withZone(ZoneOffset.UTC));
    }

    private static Door door() {
        return new Door() {
            @Override
            public void open() {
                throw new IllegalStateException("nothing is ordered in these tests");
            }

            @Override
            public void shut() { }
        };
    }

    void add(String domain) {
        domains.add(new Domain(domain, domain, List.of(DigestAlgorithm.values()[0])));
    }

    Path file(String name) {
        return data.resolve("certificates").resolve(name);
    }

    Installed last() {
        return installed.get(installed.size() - 1);
    }

    @Override
    public List<byte[]> authorities() {
        return installed.isEmpty() ? List.of() : last().authorities();
    }

    @Override
    public void install(List<Credential> credentials, List<byte[]> authorities) {
        installed.add(new Installed(credentials, authorities));
    }

    @Override
    public void prove(List<Credential> proofs) {
        throw new IllegalStateException("nothing is ordered in these tests");
    }

    @Override
    public Domain domain(String name) {
        return domains.stream().filter(each -> each.name().equals(name.toLowerCase(Locale.ROOT))).findFirst().orElse(null);
    }

    @Override
    public Collection<Domain> domains() {
        return List.copyOf(domains);
    }

    @Override
    public CompletionStage<Account> find(String user, String domain) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Account> findFresh(String user, String domain) {
        return find(user, domain);
    }

    @Override
    public CompletionStage<Account> findHashed(byte[] userhash) {
        return find(null, null);
    }

    @Override
    public CompletionStage<Void> changed(String user, String domain) {
        return CompletableFuture.completedStage(null);
    }

    private record Further(String... names) implements Config {
        @Override
        public String[] paths() {
            return new String[0];
        }

        @Override
        public String password() {
            return "";
        }

        @Override
        public String first() {
            return "";
        }

        @Override
        public String export() {
            return "";
        }

        @Override
        public String acme_directory() {
            return "";
        }

        @Override
        public boolean acme_agree() {
            return false;
        }

        @Override
        public String[] acme_contact() {
            return new String[0];
        }

        @Override
        public String[] acme_domains() {
            return new String[0];
        }

        @Override
        public String acme_trust() {
            return "";
        }

        @Override
        public String acme_challenge() {
            return "http-01";
        }

        @Override
        public String acme_address() {
            return "127.0.0.1";
        }

        @Override
        public int acme_port() {
            return 0;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Config.class;
        }
    }
}
