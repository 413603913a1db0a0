package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.hotcut.sip.api.SipStatus;
import org.hotcut.sip.core.chain.Bearer;

/** What the admin sees. Each loop is asked on its own thread, a second at most: one that hangs must not keep the admin from seeing so. */
final class Status implements SipStatus {
    private static final long PATIENCE_MILLIS = 1_000;

    private final Services services;
    private final CoreLoop[] loops;

    Status(Services services, CoreLoop[] loops) {
        this.services = services;
        this.loops = loops;
    }

    @Override
    public List<Exchange> exchanges(int most) {
        List<CompletableFuture<List<Exchange>>> asked = new ArrayList<>();
        for (CoreLoop loop : loops) {
            asked.add(ask(loop, () -> loop.exchanges.first(most).stream().map(org.hotcut.sip.core.Exchange::row).toList()));
        }
        List<Exchange> rows = new ArrayList<>();
        asked.forEach(rowsOfLoop -> rows.addAll(await(rowsOfLoop, List.of())));
        rows.sort(Comparator.comparingLong(Exchange::millis).reversed());
        return rows.subList(0, Math.min(most, rows.size()));
    }

    private <T> CompletableFuture<T> ask(CoreLoop loop, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (services.loops.current() == loop.number) {
            answer.complete(question.get());
        } else {
            services.loops.execute(loop.number, () -> answer.complete(question.get()));
        }
        return answer;
    }

    private static <T> T await(CompletableFuture<T> answer, T otherwise) {
        try {
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException | TimeoutException e) {
            return otherwise;
        }
    }

    @Override
    public List<Link> chain() {
        return services.links.chain().links().stream().map(Status::row).toList();
    }

    private static Link row(org.hotcut.sip.core.chain.Link link) {
        Bearer bearer = link.bearer();
        return new Link(link.name(), bearer == null ? null : bearer.bundle(), link.absent(), link.parked());
    }

    @Override
    public int trace(String address) {
        return services.tracer.start(address);
    }

    @Override
    public List<String> traced(int trace) {
        return services.tracer.take(trace);
    }

    @Override
    public void untrace(int trace) {
        services.tracer.stop(trace);
    }

    /** Returns the figures of {@link org.hotcut.core.api.StatusSource}. */
    Map<String, Object> figures() {
        long exchanges = 0;
        long transactions = 0;
        long kept = 0;
        List<Counters> counters = new ArrayList<>();
        for (CoreLoop loop : loops) {
            long[] sizes = await(ask(loop, () -> new long[] {loop.exchanges.size(), loop.table.size(), loop.table.bytes()}), new long[3]);
            exchanges += sizes[0];
            transactions += sizes[1];
            kept += sizes[2];
            counters.add(loop.counters);
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("held", Map.of("unanswered requests", exchanges));
        status.put("transactions", transactions);
        status.put("bytes kept by transactions", kept);
        status.put("requests that wait for a registration", services.awaits.size());
        status.put("overload", services.overload.text());
        status.put("chain", chain().stream().map(Status::figures).toList());
        status.putAll(Counters.sum(counters));
        return status;
    }

    private static Map<String, Object> figures(Link link) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", link.name());
        figures.put("bundle", link.bundle() == null ? "absent" : link.bundle());
        if (link.absent() > 0) {
            figures.put("absent seconds", link.absent() / 1_000);
        }
        figures.put("parked", link.parked());
        return figures;
    }
}
