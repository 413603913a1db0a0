package org.hotcut.upgrade;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.apache.felix.framework.FrameworkFactory;
import org.hotcut.core.api.upgrade.Report;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Felix with its component runtime, in this virtual machine, and an upgrader for it. */
final class RunningFramework implements AutoCloseable, Replacements {
    private static final String SHARED = "org.osgi.service.component;version=1.5.1,org.osgi.service.component.runtime;version=1.5.1,"
        + "org.osgi.service.component.runtime.dto;version=1.5.1,org.osgi.util.promise;version=1.2.0,org.osgi.util.function;version=1.2.0";

    final Path folder;
    final Census census = new Census();
    final List<String> stopped = new CopyOnWriteArrayList<>();
    final List<String> progress = new CopyOnWriteArrayList<>();
    final List<Ledger.Entry> applied = new CopyOnWriteArrayList<>();
    private final Framework framework;

    RunningFramework(Path folder) throws Exception {
        this.folder = folder;
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(),
            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED, "felix.log.level", "0"));
        framework.start();
        URI scr = Class.forName("org.apache.felix.scr.impl.Activator").getProtectionDomain().getCodeSource().getLocation().toURI();
        install(scr);
        context().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPED) {
                stopped.add(event.getBundle().getSymbolicName());
            }
        });
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle install(URI jar) throws Exception {
        Bundle bundle = context().installBundle(jar.toString());
        bundle.start();
        return bundle;
    }

    Upgrader upgrader() throws IOException {
        Path upgrades = folder.resolve("upgrades");
        ServiceComponentRuntime components = context().getService(context().getServiceReference(ServiceComponentRuntime.class));
        return new Upgrader(context(), new JarStore(upgrades), new Swap(context(), components), census, ledger(), history(), this, Clock.systemUTC());
    }

    Ledger ledger() throws IOException {
        return new Ledger(folder.resolve("upgrades/ledger.properties"));
    }

    History history() {
        return new History(folder.resolve("upgrades/history.log"));
    }

    Report update(Jars jar) throws IOException {
        return upgrader().update(jar.write(folder), false, progress::add);
    }

    Report update(URI jar) throws IOException {
        return upgrader().update(jar, false, progress::add);
    }

    Report updateEvenState(Jars jar) throws IOException {
        return upgrader().update(jar.write(folder), true, progress::add);
    }

    Report rollback(String name) throws IOException {
        return upgrader().rollback(name, false, progress::add);
    }

    /** Returns what the service of that class says, by reflection: its class is the bundle's. */
    String says() throws Exception {
        var reference = context().getServiceReference("java.util.function.Supplier");
        return reference == null ? null : ((java.util.function.Supplier<?>) context().getService(reference)).get().toString();
    }

    @Override
    public String origin(String location) {
        return "mvn:" + location;
    }

    @Override
    public String apply(Collection<Ledger.Entry> entries, Function<String, Path> files) {
        applied.clear();
        applied.addAll(entries);
        return null;
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
