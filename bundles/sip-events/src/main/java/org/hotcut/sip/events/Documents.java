package org.hotcut.sip.events;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.Publication;
import org.hotcut.sip.api.event.Publications.Outcome;
import org.hotcut.sip.api.event.Publications.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The published documents, by address (RFC 3903 section 6). Confined to the home loop. */
final class Documents {
    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);
    private static final int OVERHEAD = 300;
    private static final int TAG_BYTES = 8;

    /**
     * A document in its place, which stays while its tag changes.
     *
     * @param place     its name among those of the address
     * @param operation the one that made it what it is
     */
    private record Held(String place, String operation, Document document) { }

    private final Entries journal;
    private final LongSupplier clock;
    private final Consumer<String> changed;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Map<String, Held>> held = new HashMap<>();
    private final DueQueue ages = new DueQueue();
    private volatile int count;
    private long bytes;

    /**
     * Makes an empty table.
     *
     * @param changed told the address when it has other documents than before
     */
    Documents(Entries journal, LongSupplier clock, Consumer<String> changed) {
        this.journal = journal;
        this.clock = clock;
        this.changed = changed;
    }

    /** Takes a row of the journal; null deletes. */
    void load(String key, byte[] row) {
        Held before = find(key);
        if (before != null) {
            drop(before);
        }
        if (row != null) {
            add(read(row));
        }
    }

    /** Forgets what was loaded. */
    void clear() {
        all().forEach(this::drop);
    }

    Result publish(Publication publication, Limits limits) throws IOException {
        Held done = byOperation(publication);
        if (done != null) {
            return new Result(Outcome.DONE, done.document.tag());
        }
        Held before = publication.ifMatch() == null ? null : byTag(publication);
        if (publication.ifMatch() != null && before == null) {
            return new Result(Outcome.NO_MATCH, null);
        }
        if (publication.expiresAt() <= clock.getAsLong()) {
            return before == null ? new Result(Outcome.DONE, newTag()) : removed(before);
        }
        Outcome refusal = refusal(publication, before, limits);
        return refusal == null ? put(publication, before) : new Result(refusal, null);
    }

    private Result removed(Held before) throws IOException {
        journal.append(new Entry(Entry.PUBLICATION, key(before), null));
        drop(before);
        changed.accept(before.document.address());
        return new Result(Outcome.DONE, newTag());
    }

    private Outcome refusal(Publication publication, Held before, Limits limits) {
        int length = publication.body() == null ? 0 : publication.body().length;
        if (length > limits.documentBytes()) {
            return Outcome.TOO_LONG;
        }
        if (before == null && held.getOrDefault(publication.address(), Map.of()).size() >= limits.documentsPerUser()) {
            return Outcome.USER_FULL;
        }
        return bytes + length + OVERHEAD > limits.documentTotal() ? Outcome.FULL : null;
    }

    private Result put(Publication p, Held before) throws IOException {
        boolean refresh = before != null && p.body() == null;
        String tag = newTag();
        Document document = new Document(p.eventPackage(), p.address(), tag, refresh ? before.document.contentType() : p.contentType(),
            refresh ? before.document.body() : p.body(), p.expiresAt());
        Held now = new Held(before == null ? tag : before.place, p.operation(), document);
        journal.append(entry(now));
        if (before != null) {
            drop(before);
        }
        add(now);
        if (!refresh) {
            changed.accept(p.address());
        }
        return new Result(Outcome.DONE, tag);
    }

    /** Forgets what is too old. */
    void tick() {
        long now = clock.getAsLong();
        for (String key = ages.poll(now); key != null; key = ages.poll(now)) {
            Held old = find(key);
            try {
                journal.append(new Entry(Entry.PUBLICATION, key, null));
            } catch (IOException e) {
                LOG.debug("That a document has expired is not in the journal: {}", e.toString());
            }
            if (old != null) {
                drop(old);
                changed.accept(old.document.address());
            }
        }
    }

    /** Returns those of an address, the oldest first. */
    List<Document> of(String eventPackage, String address) {
        return held.getOrDefault(address, Map.of()).values().stream().map(Held::document).filter(document -> document.eventPackage().equals(eventPackage)).toList();
    }

    List<Document> documents(int most) {
        return held.values().stream().map(Map::values).flatMap(Collection::stream).map(Held::document).limit(most).toList();
    }

    void rows(List<Supplier<Entry>> into) {
        all().forEach(each -> into.add(() -> entry(each)));
    }

    int count() {
        return count;
    }

    private List<Held> all() {
        return held.values().stream().map(Map::values).flatMap(Collection::stream).toList();
    }

    private Held byOperation(Publication publication) {
        return find(publication, each -> each.operation.equals(publication.operation()));
    }

    private Held byTag(Publication publication) {
        return find(publication, each -> each.document.tag().equals(publication.ifMatch()));
    }

    private Held find(Publication publication, java.util.function.Predicate<Held> wanted) {
        return held.getOrDefault(publication.address(), Map.of()).values().stream()
            .filter(each -> each.document.eventPackage().equals(publication.eventPackage()) && wanted.test(each)).findFirst().orElse(null);
    }

    private Held find(String key) {
        int space = key.indexOf(' ');
        return held.getOrDefault(key.substring(space + 1), Map.of()).get(key.substring(0, space));
    }

    private void add(Held each) {
        held.computeIfAbsent(each.document.address(), address -> new LinkedHashMap<>(2)).put(each.place, each);
        ages.set(key(each), each.document.expiresAt());
        bytes += each.document.body().length + OVERHEAD;
        count++;
    }

    private void drop(Held each) {
        Map<String, Held> of = held.get(each.document.address());
        of.remove(each.place);
        if (of.isEmpty()) {
            held.remove(each.document.address());
        }
        ages.cancel(key(each));
        bytes -= each.document.body().length + OVERHEAD;
        count--;
    }

    private String newTag() {
        byte[] tag = new byte[TAG_BYTES];
        random.nextBytes(tag);
        return HexFormat.of().formatHex(tag);
    }

    private static String key(Held each) {
        return each.place + ' ' + each.document.address();
    }

    private static Entry entry(Held each) {
        Document d = each.document;
        return new Entry(Entry.PUBLICATION, key(each), new Fields.Out().text(each.place).text(each.operation).text(d.eventPackage()).text(d.address()).text(d.tag())
            .text(d.contentType()).bytes(d.body()).number(d.expiresAt()).toBytes());
    }

    private static Held read(byte[] row) {
        Fields.In in = new Fields.In(row);
        return new Held(in.text(), in.text(), new Document(in.text(), in.text(), in.text(), in.text(), in.bytes(), in.number()));
    }
}
