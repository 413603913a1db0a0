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
import java.util.Optional;
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
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.TlsStore;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives {@code net} a certificate for every name of this server, and keeps it current. */
@Component(immediate = true, configurationPid = "org.hotcut.certificates", property = "hotcut.name=certificates",
    service = {CertificateAdmin.class, StatusSource.class, AccountsListener.class, Housekeeping.class})
@Designate(ocd = Config.class)
public final class Certificates implements CertificateAdmin, StatusSource, AccountsListener, Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final int NODE_DIGITS = 8;

    private final Folder folder;
    private final Keeper keeper;
    private final FileCertificates files;
    private final Shelf shelf;
    private final Requests requests;
    private final Export export;
    private final Acme acme;
    private final Work work;
    private final String acmeFault;
    private final Supplier<Host> host;
    private final Clock clock;
    private final List<String> further;
    private final String first;
    private final Accounts accounts;
    private final TlsStore store;

    @Activate
    public Certificates(BundleContext context, Config config, @Reference Node node, @Reference Work work, @Reference Accounts accounts,
                        @Reference TlsStore store, @Reference Flows flows, @Reference ConfigurationAdmin configurations) {
        this(new Places(context), config, node, work, accounts, store, door(config, configurations, flows), Host::look, Clock.systemUTC());
        work.call(() -> {
            door(config, configurations, flows).shut(); // a predecessor may have left it open
            store.prove(List.of());
            reinstall();
            return null;
        }).exceptionally(this::failed);
    }

    Certificates(Places places, Config config, Node node, Work work, Accounts accounts, TlsStore store, Door door, Supplier<Host> host, Clock clock) {
        this.folder = new Folder(places.own());
        this.keeper = new Keeper(folder, new Issuer(), node.id().substring(0, NODE_DIGITS), clock);
        this.shelf = new Shelf(places.shelf());
        String password = config.password().isEmpty() ? null : config.password();
        this.files = new FileCertificates(shelf, List.of(places.admins(), places.acmeIssued()), texts(config.paths()).map(Path::of).toList(), password, clock);
        this.requests = new Requests(places.admins(), clock);
        this.export = new Export(config.export().isBlank() ? null : Path.of(config.export().strip()));
        AcmeSettings settings = AcmeSettings.of(config.acme_directory(), config.acme_agree(), texts(config.acme_contact()).toList(),
            texts(config.acme_domains()).toList(), config.acme_trust(), config.acme_challenge());
        Proof proof = settings.challenge() == AcmeChallenge.TLS_ALPN_01 ? new TlsProof(store) : new HttpProof(new Answers(places.acmeAnswers()));
        this.acme = new Acme(settings, places, new AcmeOrder(settings, places.acme(), proof, door), clock);
        this.acmeFault = settings.fault();
        this.work = work;
        this.host = host;
        this.clock = clock;
        this.further = texts(config.names()).toList();
        this.first = config.first().strip();
        this.accounts = accounts;
        this.store = store;
        if (!acmeFault.isEmpty()) {
            LOG.warn("ACME: nothing is ordered: {}", acmeFault);
        }
    }

    private static Door door(Config config, ConfigurationAdmin configurations, Flows flows) {
        return new ListenerDoor(configurations, flows, AcmeChallenge.of(config.acme_challenge()).orElse(AcmeChallenge.HTTP_01), config.acme_address(), config.acme_port());
    }

    /** Makes what is missing and hands it to {@code net} in any case: a new {@code net} has nothing yet. */
    synchronized void reinstall() throws IOException {
        Collection<Domain> domains = accounts.domains();
        Keeper.Kept own = keeper.keep(wanted(domains));
        install(own, choice(files.look(), own.server().chain(), domains));
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
        Optional<String> due = acme.due(names(accounts.domains()));
        if (due.isPresent()) {
            acme.begin(due.get());
            work.call(() -> {
                acme.order(due.get());
                return reload();
            }).exceptionally(fault -> null); // it was logged, and stands in the status
        }
    }

    @Override
    public List<String> order() throws IOException {
        if (!acmeFault.isEmpty()) {
            throw new IOException(acmeFault);
        }
        try {
            return acme.orderAll(names(accounts.domains()));
        } finally {
            reload();
        }
    }

    @Override
    public boolean reload() throws IOException {
        return renew(accounts.domains());
    }

    @Override
    public Path request(List<String> names) throws IOException {
        Path made = requests.make(names);
        reload();
        return made;
    }

    @Override
    public String importFile(Path file, Path key, String password) throws IOException {
        Path target = requests.bring(file, key, password);
        reload();
        return target.getFileName().toString();
    }

    @Override
    public List<CertificateEntry> entries() throws IOException {
        return overview().entries();
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
        List<FileCertificates.Kept> kept = files.kept();
        Choice choice = choice(kept, read(Keeper.SERVER).chain(), accounts.domains());
        kept.stream().filter(each -> choice.isUsed(each.name())).forEach(each -> all.add(Description.of(each.chain().orElseThrow().leaf(), each.source().path())));
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
            status.put("certificates", overview().rows());
            if (!acmeFault.isEmpty()) {
                status.put("acme", acmeFault);
            }
        } catch (IOException e) {
            status.put("fault", e.getMessage());
        }
        return status;
    }

    private synchronized boolean renew(Collection<Domain> domains) throws IOException {
        Keeper.Kept own = keeper.keep(wanted(domains));
        Choice choice = choice(files.look(), own.server().chain(), domains);
        if (!own.renewed() && choice.plan().equals(shelf.presented())) {
            return false;
        }
        install(own, choice);
        return true;
    }

    private Wanted wanted(Collection<Domain> domains) {
        return Wanted.of(host.get(), further, names(domains));
    }

    private Choice choice(List<FileCertificates.Kept> kept, KeyChain own, Collection<Domain> domains) {
        return new Choice(kept, own, names(domains), first, clock.instant());
    }

    private static List<String> names(Collection<Domain> domains) {
        return domains.stream().map(Domain::name).toList();
    }

    private void install(Keeper.Kept own, Choice choice) throws IOException {
        store.install(choice.credentials(), List.of(Der.of(own.authority().certificate())));
        shelf.presented(choice.plan());
        export.write(choice.presented());
    }

    private Overview overview() throws IOException {
        KeyChain own = read(Keeper.SERVER).chain();
        List<FileCertificates.Kept> kept = files.kept();
        Collection<Domain> domains = accounts.domains();
        return new Overview(folder.certificateFile(Keeper.SERVER), own, kept, choice(kept, own, domains), acme, names(domains));
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
