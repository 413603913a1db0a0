package org.hotcut.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * The file that is there while the server is up.
 *
 * <p>At the first start the framework comes to its start level with nothing to start, and the boot features follow; at every other start
 * they are known at once and their bundles start with the levels. So the server is up when both are done.
 */
final class UpFile {

    /** Registered by Karaf when the boot features are installed. */
    private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";

    private final Path file;
    private final int level;
    private final CountDownLatch up = new CountDownLatch(1);

    /**
     * @param file where it is
     * @param level the start level at which every bundle has been started
     */
    UpFile(Path file, int level) {
        this.file = file;
        this.level = level;
    }

    /**
     * Begins to watch the framework.
     *
     * @param context that of the framework itself
     */
    void watch(BundleContext context) throws InvalidSyntaxException {
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.REGISTERED) {
                check(context);
            }
        }, "(" + Constants.OBJECTCLASS + "=" + BOOT_FINISHED + ")");
        context.addFrameworkListener(event -> {
            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                check(context);
            }
        });
        check(context);
    }

    private void check(BundleContext context) {
        boolean started = context.getBundle().adapt(FrameworkStartLevel.class).getStartLevel() >= level;
        if (started && context.getServiceReference(BOOT_FINISHED) != null) {
            up.countDown();
        }
    }

    /** Waits until the server is up, for as long as it takes. */
    void await() throws InterruptedException {
        up.await();
    }

    /** Makes the file. */
    void make() throws IOException {
        Files.writeString(file, ProcessHandle.current().pid() + "\n");
    }

    /** Removes the file: the server is going down. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
