package org.hotcut.core.state.account;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.state.StateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our domains: a map that is replaced whole, also in the file {@code domains}. Reading takes no lock. */
final class DomainTable {
    private static final Logger LOG = LoggerFactory.getLogger(DomainTable.class);
    private static final String FILE = "domains";
    private static final int MOST_CHARACTERS = 255;

    /** What is known at one time; {@code known} is false until domains were read for the first time in the life of this installation. */
    private record View(boolean known, List<Domain> ordered, Map<String, Domain> byName) { }

    private final StateFolder folder;
    private volatile View view;

    DomainTable(StateFolder folder) {
        this.folder = folder;
        view = restore();
    }

    boolean known() {
        return view.known();
    }

    List<Domain> all() {
        return view.ordered();
    }

    /** Returns a domain by a name in any form, or null. */
    Domain find(String name) {
        if (name == null || name.length() > MOST_CHARACTERS) {
            return null;
        }
        Map<String, Domain> byName = view.byName();
        Domain exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        String plain = plain(name);
        return plain.equals(name) ? null : byName.get(plain);
    }

    /** Takes what the source said; returns the names of domains that went or have another realm, or null when nothing changed. */
    synchronized List<String> replace(List<Domain> read) {
        View before = view;
        View after = view(read);
        if (before.known() && before.ordered().equals(after.ordered())) {
            return null;
        }
        view = after;
        save(after.ordered());
        List<String> gone = new ArrayList<>();
        for (Domain old : before.ordered()) {
            Domain now = after.byName().get(plain(old.name()));
            if (now == null || !now.realm().equals(old.realm())) {
                gone.add(old.name());
            }
        }
        return gone;
    }

    /** Returns the form by which domains are looked up: lower case, no trailing dot, an IPv6 address without brackets and in its long form. */
    static String plain(String name) {
        String plain = name;
        if (plain.endsWith(".")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        if (plain.indexOf(':') >= 0) {
            return longForm(plain);
        }
        return plain.toLowerCase(Locale.ROOT);
    }

    private static String longForm(String name) {
        String address = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        if (!address.matches("[0-9A-Fa-f:.]+")) {
            return name;
        }
        try {
            // a name with a colon is never looked up in DNS
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            return name;
        }
    }

    private void save(List<Domain> domains) {
        try {
            folder.write(FILE, write(domains));
        } catch (UncheckedIOException e) {
            LOG.warn("{}; the domains are in force, but may be unknown after a restart until the database was read", e.getMessage());
        }
    }

    private static View view(List<Domain> domains) {
        Map<String, Domain> byName = new LinkedHashMap<>();
        for (Domain domain : domains) {
            String name = domain.name().indexOf(':') >= 0 ? domain.name().toLowerCase(Locale.ROOT) : plain(domain.name());
            String realm = domain.realm() == null || domain.realm().isEmpty() ? name : domain.realm();
            List<DigestAlgorithm> offers = domain.offers() == null || domain.offers().isEmpty() ? List.of(DigestAlgorithm.MD5) : List.copyOf(domain.offers());
            byName.putIfAbsent(plain(name), new Domain(name, realm, offers));
        }
        return new View(true, List.copyOf(byName.values()), Map.copyOf(byName));
    }

    private static byte[] write(List<Domain> domains) {
        StringBuilder text = new StringBuilder();
        for (Domain domain : domains) {
            text.append(Fields.encode(domain.name())).append('\t').append(Fields.encode(domain.realm()));
            domain.offers().forEach(offer -> text.append('\t').append(offer));
            text.append('\n');
        }
        return (crc(text.toString()) + '\n' + text).getBytes(StandardCharsets.US_ASCII);
    }

    private View restore() {
        byte[] content = folder.read(FILE);
        if (content == null) {
            return new View(false, List.of(), Map.of());
        }
        try {
            return parse(new String(content, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            folder.setAside(FILE, e.getMessage(), "no domain is known until the database was read");
            return new View(false, List.of(), Map.of());
        }
    }

    private static View parse(String text) {
        int line = text.indexOf('\n');
        if (line < 0 || !text.substring(0, line).equals(crc(text.substring(line + 1)))) {
            throw new IllegalArgumentException("checksum differs");
        }
        return view(text.substring(line + 1).lines().map(DomainTable::domain).toList());
    }

    private static Domain domain(String line) {
        String[] fields = line.split("\t");
        List<DigestAlgorithm> offers = new ArrayList<>();
        for (int i = 2; i < fields.length; i++) {
            offers.add(DigestAlgorithm.valueOf(fields[i]));
        }
        return new Domain(Fields.decode(fields[0]), Fields.decode(fields[1]), offers);
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue());
    }
}
