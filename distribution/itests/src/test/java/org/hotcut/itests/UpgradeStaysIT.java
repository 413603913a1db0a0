package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.hotcut.core.api.upgrade.Outcome;
import org.hotcut.core.api.upgrade.Report;
import org.hotcut.core.api.upgrade.Upgrades;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** What was swapped stays in force whatever feature is installed, and what does not come up is put back; with the feature service of the distribution. */
public class UpgradeStaysIT extends HotcutContainer {

    private static final String PROXY = "org.hotcut.sip.proxy";
    private static final Duration SETTLED = Duration.ofSeconds(180);

    @Inject
    private Upgrades upgrades;
    @Inject
    private FeaturesService features;
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final SynchronousBundleListener listener = event -> {
        if (event.getType() == BundleEvent.STOPPING) {
            stopped.add(event.getBundle().getSymbolicName());
        }
    };
    private Bundle proxy;
    private Path folder;
    private URI repository;
    private String delivered;

    @Before
    public void listenAndOfferUnrelatedFeatures() throws Exception {
        await().atMost(SETTLED).until(() -> bundle(PROXY).getState() == Bundle.ACTIVE);
        proxy = bundle(PROXY);
        delivered = proxy.getVersion().toString();
        folder = Files.createTempDirectory("upgrade");
        repository = Files.writeString(folder.resolve("unrelated.xml"), "<features name='unrelated' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'>"
                + "<feature name='one' version='1.0.0'><bundle>" + jar(folder, "org.example.one") + "</bundle></feature>"
                + "<feature name='two' version='1.0.0'><bundle>" + jar(folder, "org.example.two") + "</bundle></feature></features>").toUri();
        features.addRepository(repository);
        context.addBundleListener(listener);
    }

    @After
    public void leaveTheServerAsItWas() throws Exception {
        context.removeBundleListener(listener);
        features.removeRepository(repository, true);
        assertEquals(delivered, bundle(PROXY).getVersion().toString());
        assertEquals(List.of(), List.copyOf(context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class).getRemovalPendingBundles()));
    }

    @Test
    public void aSwappedBundleStaysWhenFeaturesAreInstalledAndSoDoesOneThatWasRolledBack() throws Exception {
        long id = proxy.getBundleId();
        WeakReference<ClassLoader> old = new WeakReference<>(proxy.adapt(BundleWiring.class).getClassLoader());
        assertOutcome(Outcome.IN_FORCE, upgrades.update(changed("0.1.0.swapped", Map.of()), false, text -> { }));
        assertGone(old);
        stopped.clear();

        features.installFeature("one");
        assertEquals(List.of(), stopped);
        assertEquals("0.1.0.swapped", bundle(PROXY).getVersion().toString());
        assertEquals(List.of(PROXY), upgrades.current().stream().map(upgrade -> upgrade.bundle()).collect(Collectors.toList()));

        assertOutcome(Outcome.IN_FORCE, upgrades.rollback("sip-proxy", false, text -> { }));
        stopped.clear();
        features.installFeature("two");
        assertEquals(List.of(), stopped);
        assertEquals(delivered, bundle(PROXY).getVersion().toString());
        assertEquals(id, bundle(PROXY).getBundleId());
        assertEquals(List.of(), upgrades.current());
    }

    @Test
    public void whatDoesNotResolveNeverStopsTheOldOne() throws Exception {
        Report report = upgrades.update(changed("0.1.1", Map.of("Import-Package", "org.example.missing")), false, text -> { });
        assertOutcome(Outcome.REFUSED, report);
        assertTrue(report.message(), report.message().contains("org.example.missing"));
        assertFalse(stopped.contains(PROXY));
    }

    @Test
    public void whatDoesNotStartIsPutBackAndTheReasonSaid() throws Exception {
        Report report = upgrades.update(changed("0.1.1", Map.of("Bundle-Activator", "org.example.Missing")), false, text -> { });
        assertOutcome(Outcome.ROLLED_BACK, report);
        assertTrue(report.message(), report.message().contains("org.example.Missing"));
        assertEquals(Bundle.ACTIVE, proxy.getState());
    }

    private static void assertOutcome(Outcome wanted, Report report) {
        assertEquals(report.message(), wanted, report.outcome());
        assertFalse(report.message(), report.message().contains("will put the delivered version back"));
    }

    private static void assertGone(WeakReference<ClassLoader> old) {
        await("the old classes are gone").atMost(SETTLED).until(() -> {
            System.gc();
            return old.get() == null;
        });
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst().orElseThrow();
    }

    /** Returns the proxy's jar with another version and other headers. */
    private URI changed(String version, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        try (InputStream in = proxy.getEntry("META-INF/MANIFEST.MF").openStream()) {
            manifest.read(in);
        }
        manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
        headers.forEach(manifest.getMainAttributes()::putValue);
        Path file = Files.createTempFile(folder, "changed", ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            copy("/", jar);
        }
        return file.toUri();
    }

    private void copy(String path, JarOutputStream jar) throws IOException {
        for (Enumeration<String> entries = proxy.getEntryPaths(path); entries != null && entries.hasMoreElements();) {
            String entry = entries.nextElement();
            if (entry.endsWith("/")) {
                copy(entry, jar);
            } else if (!entry.equals("META-INF/MANIFEST.MF")) {
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream in = proxy.getEntry(entry).openStream()) {
                    in.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
    }

    private static URI jar(Path folder, String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        Path file = folder.resolve(name + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.flush();
        }
        return file.toUri();
    }
}
