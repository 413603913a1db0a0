package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The branches of an exchange and what comes back on them (RFC 3261 sections 16.7 to 16.10). */
final class ResponseContext {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseContext.class);

    private static final Set<String> CANCEL_DIRECTIVES = Set.of("cancel", "no-cancel");
    /** Branches of a loop that are left to their callers, who may be strangers and let them ring for ever. */
    static final int MOST_LEFT = 1_000;

    private final Exchange exchange;
    private final String method;
    private final boolean invite;
    private final boolean trusted;
    private Best best = new Best();
    private final List<Branch> branches = new ArrayList<>(1);
    private final Breadth breadth;
    private final long loopHash;
    private int open;
    private boolean starting;
    private boolean cancelled;
    private boolean left;

    /**
     * Begins without a branch.
     *
     * @param arrived the request before handlers edited it
     */
    ResponseContext(Exchange exchange, Request arrived) {
        this.exchange = exchange;
        breadth = new Breadth(arrived.maxBreadth(), loop().services.settings().maxBreadth());
        loopHash = loop().loopHash.of(arrived);
        method = exchange.request().method();
        invite = method.equals("INVITE");
        Identity sender = exchange.identity();
        trusted = sender != null && sender.kind() == Identity.Kind.TRUSTED;
    }

    /** Sends the request to more targets; those above the limit are left out. */
    void forward(List<Target> targets, RecordRoutes path) {
        int room = loop().services.settings().branches() - branches.size();
        int first = branches.size();
        for (int i = 0; i < Math.min(room, targets.size()); i++) {
            branches.add(new Branch(this, targets.get(i), exchange.request(), path));
            open++;
        }
        if (branches.size() == first && open == 0) {
            refuse(500, "Too many branches");
            return;
        }
        if (!breadth.share(branches, first, exchange.hasTimers())) {
            open -= branches.size() - first;
            branches.subList(first, branches.size()).clear();
            refuse(440, null);
            return;
        }
        starting = true; // a branch may fail at once, before the next has begun
        for (int i = first; i < branches.size(); i++) {
            branches.get(i).start();
        }
        starting = false;
        reportFailure();
    }

    /** The request goes no further than it has: nobody is asked for more targets. */
    private void refuse(int status, String reason) {
        best.consider(status, reason);
        if (open == 0) {
            exchange.respond();
        }
    }

    Dialog dialog() {
        return exchange.dialog();
    }

    /** Returns whether the sender has the admin's trust. */
    boolean isTrusted() {
        return trusted;
    }

    byte[] write(Request request, Target target, RecordRoutes path, Hop hop, Flow line, long number) {
        String[] values = path == null ? null : path.values(request, target, hop, line);
        Forwarder.Marks marks = new Forwarder.Marks(loop().branches.text(number, loopHash), breadth.of(place(target)));
        Request shown = Assertions.shown(request, target, line, loop().services);
        return loop().forwarder.write(shown, exchange.flow(), target, line, marks, values == null ? null : values[0], values == null ? null : values[1]);
    }

    private int place(Target target) {
        int place = 0;
        while (branches.get(place).target() != target) {
            place++;
        }
        return place;
    }

    void provisional(Response response) {
        exchange.relay(response.forwarded());
    }

    /** A callee has accepted, or says so again: then it has not seen the caller's ACK. */
    void success(Response response, boolean first) {
        if (first) {
            ended();
        }
        exchange.answer(response.status(), response.forwarded());
    }

    void failure(Response response) {
        if (!exchange.isOver()) {
            consider(response);
        }
        if (response.status() >= 600) {
            cancelBranches();
        }
        failed();
    }

    private void consider(Response response) {
        Accounts accounts = loop().services.accounts();
        boolean checked = Challenges.isChallenge(response.status()) && accounts != null && !loop().services.settings().challengesInOurName();
        Response honest = checked ? Challenges.ofOthers(response, accounts) : response;
        if (honest != null) {
            best.consider(honest);
        } else {
            best.consider(502, "Challenge in our name");
        }
    }

    void failure(int status, String reason) {
        if (!exchange.isOver()) {
            best.consider(status, reason);
        }
        failed();
    }

    private void failed() {
        ended();
        reportFailure();
    }

    private void ended() {
        open--;
        if (left) {
            loop().leftToCallers--;
        }
    }

    private void reportFailure() {
        if (open == 0 && !starting) {
            exchange.allFailed(cancelled);
        }
    }

    /** The caller has hung up. Returns false when nothing was sent that could end the exchange. */
    boolean cancel() {
        if (open == 0) {
            return false;
        }
        cancelled = true;
        cancelBranches();
        return true;
    }

    /** Ends all branches that are open; what they still say is not waited for. */
    void cancelBranches() {
        if (open > 0) {
            boolean nested = starting;
            starting = true;
            for (int i = 0; i < branches.size(); i++) {
                branches.get(i).cancel();
            }
            starting = nested;
            reportFailure();
        }
    }

    /**
     * Ends what is open when one has accepted. A caller who said no-cancel sees to that himself, of those who have the request (RFC 3841 section 9.1), unless there are too many such
     * already; a 6xx ends even them.
     */
    void accepted(Request request) {
        if (open == 0 || !invite || !saysNoCancel(request) || loop().leftToCallers + open > MOST_LEFT) {
            cancelBranches();
            return;
        }
        left = true;
        loop().leftToCallers += open;
        for (int i = 0; i < branches.size(); i++) {
            branches.get(i).leave();
        }
    }

    /** Of two directives that contradict each other the first counts. */
    private static boolean saysNoCancel(Request request) {
        if (request.header("Request-Disposition") == null) {
            return false;
        }
        return Arrays.stream(String.join(",", request.headers("Request-Disposition")).split(","))
            .map(directive -> directive.strip().toLowerCase(Locale.ROOT)).filter(CANCEL_DIRECTIVES::contains).findFirst().orElse("cancel").equals("no-cancel");
    }

    /** The exchange is over: only 2xx still pass. */
    void forget() {
        if (!left) {
            branches.clear();
        }
        best = null;
    }

    void isBroken(Target target, IllegalArgumentException fault) {
        LOG.error("{} forwarded to a target that is none, {}: {}", exchange.forwarder(), target, fault.getMessage());
    }

    Best best() {
        return best;
    }

    List<Target> tried() {
        return branches.stream().map(Branch::target).toList();
    }

    int size() {
        return branches.size();
    }

    boolean hasOpen() {
        return open > 0;
    }

    CoreLoop loop() {
        return exchange.loop();
    }

    String method() {
        return method;
    }

    boolean isInvite() {
        return invite;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Returns whether nobody else is to be asked: one has accepted, and those who ring are left to the caller. */
    boolean isLeftToCaller() {
        return left;
    }

    long timerC() {
        return loop().services.settings().timerC();
    }
}
