package org.hotcut.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

class SettingsFilesTest {
    private static final String PID = "org.hotcut.identity";
    private static final String FILE = "felix.fileinstall.filename";

    @TempDir
    private Path etc;
    private Path file;
    private Map<String, Object> stored;
    private long changes;
    private SettingsFiles files;

    @BeforeEach
    void aFileThatWasRead() throws Exception {
        file = old(Files.writeString(etc.resolve(PID + ".cfg"), "# Who is believed.\ntrusted =\noutgoing = ${which:-public}\n"));
        stored = Map.of("service.pid", PID, FILE, file.toUri().toString(), "trusted", "", "outgoing", "public");
        Configuration configuration = configuration();
        files = new SettingsFiles((ConfigurationAdmin) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ConfigurationAdmin.class},
            (self, method, arguments) -> method.getName().equals("listConfigurations") ? new Configuration[] {configuration} : configuration));
    }

    /** As if its admin had written it a minute ago. */
    private static Path old(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
    }

    private Configuration configuration() {
        return (Configuration) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Configuration.class},
            (self, method, arguments) -> switch (method.getName()) {
                case "getPid" -> PID;
                case "getProperties" -> new Hashtable<>(stored);
                default -> changes;
            });
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer));
    }

    private void set(String key, Object value) {
        Map<String, Object> next = new TreeMap<>(stored);
        next.put(key, value);
        stored = next;
        changes++;
        event(ConfigurationEvent.CM_UPDATED);
    }

    private void event(int type) {
        @SuppressWarnings("unchecked")
        ServiceReference<ConfigurationAdmin> source = proxy(ServiceReference.class, null);
        files.configurationEvent(new ConfigurationEvent(source, type, null, PID));
    }

    private void asFileInstall(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task, "fileinstall-" + etc);
        thread.start();
        thread.join();
    }

    @Test
    void whatIsChangedStandsInTheFileWhenTheChangeReturns() throws IOException {
        set("trusted", "192.0.2.1");
        assertEquals("# Who is believed.\ntrusted = 192.0.2.1\noutgoing = ${which:-public}\n", Files.readString(file));
        set("trusted", "192.0.2.2");
        assertEquals("# Who is believed.\ntrusted = 192.0.2.2\noutgoing = ${which:-public}\n", Files.readString(file));
        try (var left = Files.list(etc)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void whatTheAdminHasSavedMeanwhileStays() throws IOException {
        old(Files.writeString(file, "trusted =\noutgoing = partners\n# mine\n"));
        set("trusted", "192.0.2.1");
        assertEquals("trusted = 192.0.2.1\noutgoing = partners\n# mine\n", Files.readString(file));
    }

    @Test
    void whatFileInstallHasReadIsNotWritten() throws Exception {
        Files.writeString(file, "");
        asFileInstall(() -> {
            stored = Map.of("service.pid", PID, FILE, file.toUri().toString());
            event(ConfigurationEvent.CM_UPDATED);
        });
        assertEquals("", Files.readString(file));
        asFileInstall(() -> event(ConfigurationEvent.CM_DELETED));
        assertTrue(Files.exists(file));
    }

    /** The clock is asked when the file was read: then its editor goes on. */
    @Test
    void aFileThatIsBeingWrittenIsWaitedFor() throws IOException {
        Files.writeString(file, "trus");
        Iterator<String> rest = List.of("trusted =\n", "trusted =\n# mine\n").iterator();
        SettingsFile edited = new SettingsFile(file, () -> {
            try {
                long modified = Files.getLastModifiedTime(file).toMillis();
                if (!rest.hasNext()) {
                    return modified + 1_000;
                }
                Files.writeString(file, rest.next());
                return modified;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        edited.change(Map.of("trusted", "192.0.2.1"), Set.of());
        assertEquals("trusted = 192.0.2.1\n# mine\n", Files.readString(file));
    }

    @Test
    void whatIsSavedWhileItIsChangedStays() throws IOException {
        AtomicBoolean saved = new AtomicBoolean();
        SettingsFile edited = new SettingsFile(file, () -> {
            try {
                if (!saved.getAndSet(true)) {
                    Files.writeString(file, "trusted =\n# mine\n");
                }
                return Files.getLastModifiedTime(file).toMillis() + 1_000;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        edited.change(Map.of("trusted", "192.0.2.1"), Set.of());
        assertEquals("trusted = 192.0.2.1\n# mine\n", Files.readString(file));
    }

    @Test
    void readersNeverSeeHalfOfAFile() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        AtomicBoolean half = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try {
                while (!ended.get()) {
                    half.compareAndSet(false, !Files.readString(file).endsWith("outgoing = ${which:-public}\n"));
                    reads.incrementAndGet();
                }
            } catch (IOException e) {
                half.set(true);
            }
        });
        reader.start();
        for (int i = 0; i < 50 || reads.get() < 50; i++) {
            set("trusted", "192.0.2." + i);
        }
        ended.set(true);
        reader.join();
        assertFalse(half.get());
    }

    @Test
    void theFileOfADeletedConfigurationIsDeleted() throws IOException {
        event(ConfigurationEvent.CM_DELETED);
        assertFalse(Files.exists(file));
        event(ConfigurationEvent.CM_DELETED);
    }

    /** Of two changes the second is told of first, for nobody orders threads. */
    @Test
    void whatWasOvertakenIsNotWritten() throws IOException {
        Settings settings = new Settings(file, Map.of("trusted", ""));
        settings.changed(Map.of("trusted", "192.0.2.2"), 2);
        settings.changed(Map.of("trusted", "192.0.2.1"), 1);
        assertEquals("# Who is believed.\ntrusted = 192.0.2.2\noutgoing = ${which:-public}\n", Files.readString(file));
    }

    /** File install has read the first change when the second is made, and puts the first in its place. */
    @Test
    void aChangeThatFileInstallHasPutAsideIsWritten() throws IOException {
        Settings settings = new Settings(file, Map.of("trusted", ""));
        settings.changed(Map.of("trusted", "192.0.2.1"), 1);
        settings.read(Map.of("trusted", "192.0.2.1"));
        settings.changed(Map.of("trusted", "192.0.2.2"), 2);
        assertEquals("# Who is believed.\ntrusted = 192.0.2.2\noutgoing = ${which:-public}\n", Files.readString(file));
    }

    @Test
    void aLinkStaysALinkAndRightsStay() throws IOException {
        Path real = Files.createDirectory(etc.resolve("real")).resolve("identity.cfg");
        Files.move(file, real);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file, real);
        set("trusted", "192.0.2.1");
        assertTrue(Files.isSymbolicLink(file));
        assertTrue(Files.readString(real).contains("trusted = 192.0.2.1\n"));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    }

    @Test
    void whatCameFromNoFileIsNobodysFile() {
        stored = Map.of("service.pid", PID, "name", "acme-order");
        event(ConfigurationEvent.CM_UPDATED);
        set("name", "another");
        event(ConfigurationEvent.CM_DELETED);
        assertTrue(Files.exists(file));
    }
}
