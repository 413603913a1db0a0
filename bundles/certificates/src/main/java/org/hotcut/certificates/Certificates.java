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
import java.util.stream.Stream;

import org.hotcut.core.api.Housekeeping;
import org.hotcut.core.api.Node;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.Work;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.certificate.CertificateEntry;
import org.hotcut.core.api.certificate.CertificateInfo;
import org.hotcut.core.api.net.TlsStore;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
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

        @AttributeDefinition(description = "Folders or PKCS#12 files of certificates that are kept elsewhere, such as /etc/letsencrypt/live/sip.example.org; those in"
            + " etc/certificates are found anyway")
        String[] paths() default {};

        @AttributeDefinition(description = "Password of encrypted keys and PKCS#12 files", type = AttributeType.PASSWORD)
        String password() default "";

        @AttributeDefinition(description = "Name of the certificate (cert:list) for clients that name no host; empty: the one that names most of our domains")
        String first() default "";
    }

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final int NODE_DIGITS = 8;

    private final Folder folder;
    private final Keeper keeper;
    private final FileCertificates files;
    private final Shelf shelf;
    private final Requests requests;
    private final Supplier<Host> host;
    private final Clock clock;
    private final List<String> further;
    private final String first;
    private final Accounts accounts;
    private final TlsStore store;

    @Activate
    public Certificates(BundleContext context, Config config, @Reference Node node, @Reference Work work, @Reference Accounts accounts,
                        @Reference TlsStore store) {
        this(new Places(context), config, node, accounts, store, Host::look, Clock.systemUTC());
        work.call(() -> {
            reinstall();
            return null;
        }).exceptionally(this::failed);
    }

    Certificates(Places places, Config config, Node node, Accounts accounts, TlsStore store, Supplier<Host> host, Clock clock) {
        this.folder = new Folder(places.own());
        this.keeper = new Keeper(folder, new Issuer(), node.id().substring(0, NODE_DIGITS), clock);
        this.shelf = new Shelf(places.shelf());
        String password = config.password().isEmpty() ? null : config.password();
        this.files = new FileCertificates(shelf, List.of(places.admins()), texts(config.paths()).map(Path::of).toList(), password, clock);
        this.requests = new Requests(places.admins(), clock);
        this.host = host;
        this.clock = clock;
        this.further = texts(config.names()).toList();
        this.first = config.first().strip();
        this.accounts = accounts;
        this.store = store;
    }

    /** Makes what is missing and hands it to {@code net} in any case: a new {@code net} has nothing yet. */
    synchronized void reinstall() throws IOException {
        Collection<Domain> domains = accounts.domains();
        Keeper.Kept own = keeper.keep(wanted(domains));
        install(own, choice(files.look(), own, domains));
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
    public boolean reload() throws IOException {
        return renew(accounts.domains());
    }

    @Override
    public Path request(List<String> names) throws IOException {
        return requests.make(names);
    }

    @Override
    public String importFile(Path file, Path key, String password) throws IOException {
        Path target = requests.bring(file, key, password);
        reload();
        return target.getFileName().toString();
    }

    @Override
    public List<CertificateEntry> entries() throws IOException {
        KeyedCertificate server = read(Keeper.SERVER);
        List<FileCertificates.Kept> kept = files.kept();
        Choice choice = new Choice(kept, server.chain(), names(accounts.domains()), first, clock.instant());
        List<CertificateEntry> all = new ArrayList<>();
        all.add(Description.entry(Choice.OWN, folder.certificateFile(Keeper.SERVER), server.chain(), true, ""));
        for (FileCertificates.Kept each : kept) {
            String note = each.fault().isEmpty() ? choice.note(each.name()) : each.chain().isPresent() ? "the new one is not taken: " + each.fault() : each.fault();
            all.add(Description.entry(each.name(), each.source().path(), each.chain().orElse(null), choice.isUsed(each.name()), note));
        }
        return all;
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
            status.put("certificates", rows());
        } catch (IOException e) {
            status.put("fault", e.getMessage());
        }
        return status;
    }

    private synchronized boolean renew(Collection<Domain> domains) throws IOException {
        Keeper.Kept own = keeper.keep(wanted(domains));
        Choice choice = choice(files.look(), own, domains);
        if (!own.renewed() && choice.plan().equals(shelf.presented())) {
            return false;
        }
        install(own, choice);
        return true;
    }

    private Wanted wanted(Collection<Domain> domains) {
        return Wanted.of(host.get(), further, names(domains));
    }

    private Choice choice(List<FileCertificates.Kept> kept, Keeper.Kept own, Collection<Domain> domains) {
        return new Choice(kept, own.server().chain(), names(domains), first, clock.instant());
    }

    private static List<String> names(Collection<Domain> domains) {
        return domains.stream().map(Domain::name).toList();
    }

    private void install(Keeper.Kept own, Choice choice) throws IOException {
        store.install(choice.credentials(), List.of(Der.of(own.authority().certificate())));
        shelf.presented(choice.plan());
    }

    private List<Map<String, Object>> rows() throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CertificateEntry entry : entries()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", entry.name());
            row.put("used", entry.inUse());
            row.put("until", String.valueOf(entry.notAfter()));
            row.put("note", entry.note());
            rows.add(row);
        }
        return rows;
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

    /** A .cfg file has one text with commas, other ways of configuration have a list. */
    private static Stream<String> texts(String... values) {
        return Arrays.stream(values).flatMap(value -> Arrays.stream(value.split(","))).map(String::strip).filter(value -> !value.isEmpty());
    }
}
