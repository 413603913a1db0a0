package org.hotcut.certificates;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;

import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders one certificate (RFC 8555 section 7.4) and proves that the name is ours. Blocks for minutes; keeps nothing but the account's key. */
final class AcmeOrder implements Acme.Orderer {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeOrder.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ACCOUNT_KEY = "account-key.pem";

    private final AcmeSettings settings;
    private final Path folder;
    private final Proof proof;
    private final Door door;

    /**
     * Prepares orders.
     *
     * @param folder of the account's key
     */
    AcmeOrder(AcmeSettings settings, Path folder, Proof proof, Door door) {
        this.settings = settings;
        this.folder = folder;
        this.proof = proof;
        this.door = door;
    }

    /** Returns the certificate for a domain, with a new key. The exception says what to do, for the admin. */
    @Override
    public KeyChain order(String domain) throws IOException, InterruptedException {
        try {
            URI directory = settings.directory().orElseThrow();
            Session session = new Session(directory, AcmeServer.trusting(settings.trust()));
            LOG.info("ACME: ordering a certificate for {} from {}", domain, directory);
            Order order = login(session).newOrder().domain(domain).create();
            prove(order, domain);
            return finish(order, domain);
        } catch (AcmeException e) {
            throw new IOException(e instanceof AcmeNetworkException ? "the authority " + settings.directory().orElseThrow() + " cannot be reached: " + words(e)
                : e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private Login login(Session session) throws AcmeException, IOException {
        AccountBuilder account = new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKey());
        settings.contacts().forEach(account::addEmail);
        return account.createLogin(session);
    }

    private KeyPair accountKey() throws IOException {
        Path file = folder.resolve(ACCOUNT_KEY);
        if (Files.exists(file)) {
            try {
                return Pem.pair(Files.readString(file));
            } catch (GeneralSecurityException e) {
                throw new IOException("the account's key " + file + " is not usable (" + e.getMessage() + "): put it back from a backup, or move it away for a new account", e);
            }
        }
        KeyPair keys = Issuer.keys();
        PrivateFiles.createFolder(folder, "rwx------");
        PrivateFiles.replace(file, Pem.of(keys), PrivateFiles.OWNER);
        LOG.info("ACME: made the account's key {}", file);
        return keys;
    }

    private void prove(Order order, String domain) throws AcmeException, IOException, InterruptedException {
        for (Authorization authorization : order.getAuthorizations()) {
            if (authorization.getStatus() == Status.VALID) {
                continue;
            }
            try {
                Challenge challenge = proof.prepare(authorization, domain);
                door.open();
                LOG.info("ACME: the authority may ask {} now", proof.place(domain));
                challenge.trigger();
                if (challenge.waitForCompletion(PATIENCE) != Status.VALID) {
                    throw new IOException("the authority could not get the proof from " + proof.place(domain) + ": " + challenge.getError().map(Object::toString).orElse("it says no more")
                        + ". Does the name lead here, and is port " + settings.challenge().port() + " open to the world?");
                }
            } finally {
                door.shut();
                proof.clear();
            }
            LOG.info("ACME: the authority believes that {} is ours", domain);
        }
    }

    private static KeyChain finish(Order order, String domain) throws AcmeException, IOException, InterruptedException {
        order.waitUntilReady(PATIENCE);
        Names names = new Names();
        names.addHost(domain);
        KeyPair keys = Issuer.keys();
        order.execute(Requests.request(names, keys));
        if (order.waitForCompletion(PATIENCE) != Status.VALID) {
            throw new IOException("the authority did not issue it: " + order.getError().map(Object::toString).orElse("it says no more"));
        }
        return new KeyChain(keys.getPrivate(), order.getCertificate().getCertificateChain());
    }

    /** The JDK's client says little: the first cause, and what to do about the usual ones. */
    private static String words(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null && !(cause.getCause() instanceof ClosedChannelException)) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof CertPathBuilderException ? "its certificate is from nobody that we trust (acme.trust): " + text : text;
    }
}
