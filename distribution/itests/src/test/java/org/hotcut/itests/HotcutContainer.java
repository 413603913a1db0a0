package org.hotcut.itests;

import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import javax.inject.Inject;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.options.DefaultCompositeOption;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/**
 * The distribution in a container: unpacked anew, on free ports of loopback, with its own data folder.
 *
 * <p>The methods of a subclass run inside the container. They find the ports as system properties, {@code hotcut.port.udp}, {@code .tcp},
 * {@code .tls},
 * {@code .turn} (UDP and TCP), {@code .turns} (TLS).
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class HotcutContainer {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String LISTENER = "etc/org.hotcut.net.listener-";

    /** The framework, seen from the bundle of the test. */
    @Inject
    protected BundleContext context;

    /**
     * Returns what Pax Exam makes the container of.
     *
     * @return the options, the container of one test class
     */
    @Configuration
    public Option[] container() {
        return combine(combine(combine(distribution(), ports()), virtualMachine()), settings());
    }

    /** Returns what the tests of this class want otherwise than it is delivered. */
    protected Option[] settings() {
        return new Option[0];
    }

    private static Option[] distribution() {
        Path archive = Path.of(System.getProperty("hotcut.distribution")).toAbsolutePath().normalize();
        String repository = Path.of(System.getProperty("hotcut.exam.repository")).toUri() + "@id=exam@snapshots";
        return options(
                karafDistributionConfiguration()
                        .frameworkUrl(archive.toUri().toString())
                        .name("Hotcut")
                        .karafVersion(System.getProperty("hotcut.karaf.version"))
                        .unpackDirectory(new File(System.getProperty("hotcut.exam.folder")))
                        .useDeployFolder(false),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                junitBundles(),
                // what Pax Exam itself adds; nothing is fetched
                editConfigurationFileExtend("etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.defaultRepositories", repository),
                editConfigurationFilePut("etc/org.ops4j.pax.logging.cfg", "log4j2.rootLogger.level", "WARN"),
                editConfigurationFilePut("etc/org.ops4j.pax.logging.cfg", "log4j2.logger.hotcut.level", "WARN"));
    }

    private static Option[] ports() {
        int sip = freePort();
        int tls = freePort();
        int turn = freePort();
        int turns = freePort();
        return options(
                editConfigurationFilePut("etc/org.apache.karaf.shell.cfg", "sshPort", Integer.toString(freePort())),
                listener("udp", "port", sip),
                listener("tcp", "port", sip),
                editConfigurationFilePut(LISTENER + "udp6.cfg", "port", Integer.toString(sip)),
                editConfigurationFilePut(LISTENER + "tcp6.cfg", "port", Integer.toString(sip)),
                listener("tls", "port", tls),
                editConfigurationFilePut(LISTENER + "tls.cfg", "address", LOOPBACK),
                turn("udp", turn),
                turn("tcp", turn),
                turn("tls", turns),
                systemProperty("hotcut.soak").value(System.getProperty("hotcut.soak", "")),
                systemProperty("hotcut.rounds").value(System.getProperty("hotcut.rounds", "1")),
                systemProperty("hotcut.port.udp").value(Integer.toString(sip)),
                systemProperty("hotcut.port.tcp").value(Integer.toString(sip)),
                systemProperty("hotcut.port.tls").value(Integer.toString(tls)),
                systemProperty("hotcut.port.turn").value(Integer.toString(turn)),
                systemProperty("hotcut.port.turns").value(Integer.toString(turns)));
    }

    private static Option turn(String protocol, int port) {
        String file = LISTENER + "turn-" + protocol + ".cfg";
        return new DefaultCompositeOption(editConfigurationFilePut(file, "address", LOOPBACK), editConfigurationFilePut(file, "port", Integer.toString(port)));
    }

    private static Option listener(String name, String key, int value) {
        return editConfigurationFilePut(LISTENER + name + ".cfg", key, Integer.toString(value));
    }

    private static Option[] virtualMachine() {
        return options(
                vmOption("-Xmx512m"),
                vmOption("-Djava.security.manager=allow"),
                vmOption("--add-opens=java.base/java.lang=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.net=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.nio=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.security=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.util=ALL-UNNAMED"));
    }

    /** Returns a port that is free for TCP and UDP at this moment; below those that the kernel gives to connections, lest one takes it before the server does. */
    private static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(23_000, 32_000);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free");
    }

    private static boolean isFree(int port) {
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
        try (ServerSocket tcp = new ServerSocket(port, 1, address.getAddress()); DatagramSocket udp = new DatagramSocket(address)) {
            return udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
