package org.hotcut.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.certificate.CertificateEntry;

/** All certificates in words, for the admin. */
final class Overview {
    private final List<CertificateEntry> entries = new ArrayList<>();

    /**
     * Puts it together.
     *
     * @param ownFile where our own authority's certificate is
     * @param domains of this server
     */
    Overview(Path ownFile, KeyChain own, List<FileCertificates.Kept> kept, Choice choice, Acme acme, List<String> domains) throws IOException {
        entries.add(Description.entry(Choice.OWN, ownFile, own, true, ""));
        for (FileCertificates.Kept each : kept) {
            entries.add(Description.entry(each.name(), each.source().path(), each.chain().orElse(null), choice.isUsed(each.name()), note(each, choice)));
        }
        for (String domain : acme.domains(domains)) {
            add(domain, acme);
        }
    }

    List<CertificateEntry> entries() {
        return List.copyOf(entries);
    }

    /** Returns the same for {@code edge:status}. */
    List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CertificateEntry entry : entries) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", entry.name());
            row.put("used", entry.inUse());
            row.put("until", entry.notAfter() == null ? "" : entry.notAfter().toString());
            row.put("note", entry.note());
            rows.add(row);
        }
        return rows;
    }

    /** An order that failed or was not begun yet; one that succeeded is among the files. */
    private void add(String domain, Acme acme) throws IOException {
        String fault = acme.fault(domain);
        if (!fault.isEmpty() || !acme.isIssued(domain)) {
            entries.add(new CertificateEntry("acme:" + domain, acme.folder(domain).toString(), List.of(), "", null, "", false,
                fault.isEmpty() ? "it is ordered within minutes, or by cert:renew" : fault));
        }
    }

    private static String note(FileCertificates.Kept kept, Choice choice) {
        if (kept.fault().isEmpty()) {
            return choice.note(kept.name()).isEmpty() ? kept.gap() : choice.note(kept.name());
        }
        return kept.chain().isPresent() ? "the new one is not taken: " + kept.fault() : kept.fault();
    }
}
