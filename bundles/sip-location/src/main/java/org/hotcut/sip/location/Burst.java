package org.hotcut.sip.location;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.net.Loops;
import org.hotcut.journal.Journal;
import org.hotcut.journal.RecordBuffer;
import org.hotcut.sip.api.location.Location.Result;
import org.hotcut.sip.api.location.LocationListener;

/** The changes of one read burst of one loop: written at its end with one write, done after it. Touched by that loop's thread alone. */
final class Burst {
    private record Waiting(CompletableFuture<Result> stage, String address, Result result, List<LocationListener.Change> changes) { }

    private final Loops loops;
    private final int loop;
    private final Journal journal;
    private final Hearers hearers;
    private final RecordBuffer records = new RecordBuffer(RecordWriter.FORMAT);
    private List<Waiting> waiting = new ArrayList<>();

    Burst(Loops loops, int loop, Journal journal, Hearers hearers) {
        this.loops = loops;
        this.loop = loop;
        this.journal = journal;
        this.hearers = hearers;
    }

    /**
     * Adds a change that the table already has; completes on this loop, with its record in the journal.
     *
     * @param changes for those who hear of it, empty when nobody does
     */
    CompletionStage<Result> add(String address, Row row, Result result, List<LocationListener.Change> changes) {
        RecordWriter.write(address, row, records);
        if (waiting.isEmpty()) {
            loops.execute(loop, this::write);
        }
        CompletableFuture<Result> stage = new CompletableFuture<>();
        waiting.add(new Waiting(stage, address, result, changes));
        return stage;
    }

    /** Writes what was gathered. Stages may add to the next burst while they complete. */
    void write() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> done = waiting;
        waiting = new ArrayList<>(done.size());
        IOException failure = null;
        try {
            journal.append(records.written());
        } catch (IOException e) {
            failure = e;
        }
        records.clear();
        for (Waiting change : done) {
            complete(change, failure);
        }
    }

    private void complete(Waiting change, IOException failure) {
        if (failure != null) {
            change.stage().completeExceptionally(failure);
            return;
        }
        change.stage().complete(change.result());
        hearers.tell(change.address(), change.changes());
    }
}
