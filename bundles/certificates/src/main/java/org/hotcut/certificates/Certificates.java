package org.hotcut.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.hotcut.core.api.Housekeeping;
import org.hotcut.core.api.Node;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.Work;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.certificate.CertificateInfo;
import org.hotcut.core.api.net.TlsStore;
import org.hotcut.core.api.net.TlsStore.Credential;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives {@code net} a certificate for every name of this server, and keeps it current. */
@Component(immediate = true, configurationPid = "org.hotcut.certificates", property = "hotcut.name=certificates",
    service = {CertificateAdmin.class, StatusSource.class, AccountsListener.class, Housekeeping.class})
@Designate(ocd = Certificates.Config.class)
public final class Certificates implements CertificateAdmin, StatusSource, AccountsListener, Housekeeping {

    /** Pid {@code org.hotcut.certificates}. */
    @ObjectClassDefinition(name = "Hotcut certificates", description = "What the certificate made by the local authority is good for")
    public @interface Config {
        @AttributeDefinition(description = "Further names and addresses of this server, such as the public address behind a cloud's NAT. The host's name, the"
            + " addresses of its interfaces and all domains are in the certificate anyway.")
        String[] names() default {};
    }

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final int NODE_DIGITS = 8;

    private final Folder folder;
    private final Keeper keeper;
    private final Supplier<Host> host;
    private final List<String> further;
    private final Accounts accounts;
    private final TlsStore store;

    @Activate
    public Certificates(BundleContext context, Config config, @Reference Node node, @Reference Work work, @Reference Accounts accounts,
                        @Reference TlsStore store) {
        this(dataFolder(context), config, node, accounts, store, Host::look, Clock.systemUTC());
        work.call(() -> {
            reinstall();
            return null;
        }).exceptionally(this::failed);
    }

    Certificates(Path data, Config config, Node node, Accounts accounts, TlsStore store, Supplier<Host> host, Clock clock) {
        this.folder = new Folder(data.resolve("certificates"));
        this.keeper = new Keeper(folder, new Issuer(), node.id().substring(0, NODE_DIGITS), clock);
        this.host = host;
        // a .cfg file has one text with commas, other ways of configuration have a list
        this.further = Arrays.stream(config.names()).flatMap(names -> Arrays.stream(names.split(","))).toList();
        this.accounts = accounts;
        this.store = store;
    }

    /** Makes what is missing and hands it to {@code net} in any case: a new {@code net} has nothing yet. */
    synchronized void reinstall() throws IOException {
        install(keeper.keep(wanted(accounts.domains())));
    }

    @Override
    public void domainsChanged(Collection<Domain> domains) {
        try {
            renew(domains);
        } catch (IOException e) {
            failed(e);
        }
    }

    @Override
    public void everyMinute() throws IOException {
        renew(accounts.domains());
    }

    @Override
    public String authorityPem() throws IOException {
        return Pem.of(read(Keeper.AUTHORITY).certificate());
    }

    @Override
    public List<CertificateInfo> list() throws IOException {
        List<CertificateInfo> all = new ArrayList<>();
        for (String name : List.of(Keeper.AUTHORITY, Keeper.SERVER)) {
            all.add(Description.of(read(name).certificate(), folder.certificateFile(name)));
        }
        return all;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        try {
            status.put("authority", read(Keeper.AUTHORITY).certificate().getSubjectX500Principal().getName());
            KeyedCertificate server = read(Keeper.SERVER);
            status.put("names", Names.of(server.certificate()).labelled());
            status.put("until", server.ends().toString());
            status.put("renewal", Keeper.renewal(server).toString());
        } catch (IOException e) {
            status.put("fault", e.getMessage());
        }
        return status;
    }

    private synchronized void renew(Collection<Domain> domains) throws IOException {
        Keeper.Kept kept = keeper.keep(wanted(domains));
        if (kept.renewed()) {
            install(kept);
        }
    }

    private Wanted wanted(Collection<Domain> domains) {
        return Wanted.of(host.get(), further, domains.stream().map(Domain::name).toList());
    }

    private void install(Keeper.Kept kept) {
        List<byte[]> chain = List.of(Der.of(kept.server().certificate()));
        List<String> names = Names.of(kept.server().certificate()).hosts();
        store.install(List.of(new Credential(names, kept.server().key().getEncoded(), chain)), List.of(Der.of(kept.authority().certificate())));
    }

    private KeyedCertificate read(String name) throws IOException {
        try {
            return folder.read(name).orElseThrow(() -> new IOException(folder.certificateFile(name) + " is not there yet"));
        } catch (DamagedException e) {
            throw new IOException(folder.certificateFile(name) + " is not usable: " + e.getMessage(), e);
        }
    }

    private Void failed(Throwable thrown) {
        Throwable reason = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        LOG.error("The certificates could not be brought up to date, so what was presented until now stays: {}", reason.toString());
        return null;
    }

    private static Path dataFolder(BundleContext context) {
        String data = context.getProperty("hotcut.data");
        return Path.of(data == null ? context.getProperty("karaf.data") : data);
    }
}
