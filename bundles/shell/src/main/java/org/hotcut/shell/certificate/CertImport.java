package org.hotcut.shell.certificate;

import java.nio.file.Path;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.certificate.CertificateEntry;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "cert", name = "import", description = "Checks a certificate, copies it to etc/certificates and presents it.",
    detailedDescription = "PEM with the certificate and its intermediates in any order, or PKCS#12. The key is in the same file, in the one of --key, or that of a"
        + " cert:request.\n\n  cert:import /tmp/answer.pem\n  cert:import --key /tmp/privkey.pem /tmp/fullchain.pem\n  cert:import --password secret /tmp/sip.p12")
public final class CertImport extends HotcutCommand {
    @Argument(name = "FILE", description = "PEM or PKCS#12", required = true)
    @Completion(FileCompleter.class)
    String file;

    @Option(name = "--key", description = "The key's file, PEM")
    @Completion(FileCompleter.class)
    String key;

    @Option(name = "--password", description = "The password of the key or of the PKCS#12 file; it is not kept", censor = true)
    String password;

    @Override
    protected void run(Services services) throws Exception {
        CertificateAdmin admin = services.need(CertificateAdmin.class);
        String name = admin.importFile(Path.of(file).toAbsolutePath(), key == null ? null : Path.of(key).toAbsolutePath(), password);
        CertificateEntry entry = admin.entries().stream().filter(one -> one.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalStateException(name + " is gone again: look at the log"));
        out().println("Certificate " + name + " is here: for " + String.join(" ", entry.names()) + ", good until " + entry.notAfter() + ".");
        out().println(entry.inUse() ? "New connections are shown it now." : "It is not in use: " + entry.note());
        if (entry.inUse() && !entry.note().isEmpty()) {
            out().println("But " + entry.note());
        }
    }
}
