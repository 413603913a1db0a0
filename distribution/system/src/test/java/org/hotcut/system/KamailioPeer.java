package org.hotcut.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;

/** Debian's Kamailio as the server of another domain with one user at a fixed address; it insists on certificates and presents its own. */
final class KamailioPeer implements AutoCloseable {
    private final Process process;

    private KamailioPeer(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param tls         address and port of its TLS listener
     * @param plain       address and port where its user's telephone finds it, UDP
     * @param user        address and port of that telephone, UDP
     * @param certificate the folder and the name of its certificate
     * @param elsewhere   where it finds all other domains
     */
    static KamailioPeer start(Path folder, String domain, String tls, String plain, String user, Path certificate, String elsewhere) throws IOException {
        Files.createDirectories(folder);
        Path config = folder.resolve("kamailio.cfg");
        Files.write(config, List.of("debug=2", "log_stderror=yes", "auto_aliases=no", "dns=no", "rev_dns=no", "children=1", "tcp_children=2", "listen=tls:" + tls, "listen=udp:" + plain,
                "enable_tls=yes", "mpath=\"/usr/lib/x86_64-linux-gnu/kamailio/modules/\"", "loadmodule \"kex.so\"", "loadmodule \"tm.so\"", "loadmodule \"sl.so\"", "loadmodule \"rr.so\"",
                "loadmodule \"pv.so\"", "loadmodule \"textops.so\"", "loadmodule \"siputils.so\"", "loadmodule \"tls.so\"",
                "modparam(\"tls\", \"tls_method\", \"TLSv1.2+\")", "modparam(\"tls\", \"certificate\", \"" + certificate.resolve(domain + ".pem") + "\")",
                "modparam(\"tls\", \"private_key\", \"" + certificate.resolve(domain + "-key.pem") + "\")", "modparam(\"tls\", \"ca_list\", \"" + certificate.resolve("ca.pem") + "\")",
                "modparam(\"tls\", \"verify_certificate\", 1)", "modparam(\"tls\", \"require_certificate\", 1)", "modparam(\"rr\", \"enable_full_lr\", 1)",
                "request_route {",
                "  if (is_method(\"CANCEL\")) { if (t_check_trans()) t_relay(); exit; }",
                "  if (has_totag()) { if (loose_route()) { t_relay(); } else if (is_method(\"ACK\")) { if (t_check_trans()) t_relay(); } else { sl_send_reply(\"404\", \"Not here\"); } exit; }",
                "  if (is_method(\"INVITE\")) record_route();",
                "  if ($rd == \"" + domain + "\") { $ru = \"sip:user@" + user + "\"; } else { $du = \"sip:" + elsewhere + ";transport=tls\"; }",
                "  t_relay();",
                "}", ""));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder("/usr/sbin/kamailio", "-f", config.toString(), "-DD", "-E", "-m", "64", "-Y", folder.toString(), "-w", folder.toString())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        KamailioPeer started = new KamailioPeer(process);
        Awaitility.await("Kamailio listens").atMost(Duration.ofSeconds(60)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError(Files.readString(log));
            }
            return listens(tls);
        });
        return started;
    }

    private static boolean listens(String place) throws IOException {
        int colon = place.lastIndexOf(':');
        try (java.net.Socket probe = new java.net.Socket(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)))) {
            return probe.isConnected();
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        Peers.end(process);
    }
}
