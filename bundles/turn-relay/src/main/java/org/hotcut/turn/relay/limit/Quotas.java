package org.hotcut.turn.relay.limit;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many allocations there are, in all, of a user and from a source. Safe for any thread. */
public final class Quotas {
    /**
     * How many there may be; 0 any number.
     *
     * @param total  in all: each costs a port and, by far the most, a socket of the kernel's
     * @param user   of one: a browser makes one for each of its networks, address families and TURN addresses, before it knows which it will use
     * @param source from one IPv4 address or IPv6 /64: behind it may be a whole company, so it is there against a machine gone mad, not against many users
     */
    public record Limits(int total, int user, int source) { }

    private record User(int held, UserRate rate) { }

    private final Speed userSpeed;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<Source, Integer> sources = new ConcurrentHashMap<>();
    private volatile Limits limits;

    /**
     * Counts from nothing.
     *
     * @param userSpeed of each user
     */
    public Quotas(Limits limits, Speed userSpeed) {
        this.limits = limits;
        this.userSpeed = userSpeed;
    }

    /** Takes other limits. What is held above them stays. */
    public void limits(Limits newLimits) {
        limits = newLimits;
    }

    /**
     * Counts one more.
     *
     * @param account whose
     * @param source  where the client is now; it is counted there even if it moves
     * @return to be given back when the allocation ends
     * @throws OverLimitException when it would be one too many; nothing is counted
     */
    public Held admit(String account, InetAddress source) throws OverLimitException {
        return count(account, source, limits);
    }

    /** Counts one more without asking whether it is too many: it was there before a restart. */
    public Held restore(String account, InetAddress source) {
        try {
            return count(account, source, new Limits(0, 0, 0));
        } catch (OverLimitException e) {
            throw new IllegalStateException(e);
        }
    }

    private Held count(String account, InetAddress source, Limits most) throws OverLimitException {
        if (!fits(total.incrementAndGet(), most.total())) {
            total.decrementAndGet();
            throw new OverLimitException(Limit.TOTAL, "there are " + most.total() + " allocations, as many as may be");
        }
        User user = users.compute(account, (any, before) -> before == null ? new User(1, new UserRate(userSpeed, System.nanoTime())) : new User(before.held() + 1, before.rate()));
        if (!fits(user.held(), most.user())) {
            releaseUser(account);
            total.decrementAndGet();
            throw new OverLimitException(Limit.USER, account + " has " + most.user() + " allocations, as many as may be");
        }
        Source place = Source.of(source);
        if (!fits(sources.merge(place, 1, Integer::sum), most.source())) {
            releaseSource(place);
            releaseUser(account);
            total.decrementAndGet();
            throw new OverLimitException(Limit.SOURCE, "there are " + most.source() + " allocations from " + source.getHostAddress() + ", as many as may be");
        }
        return new Held(account, place, user.rate());
    }

    private static boolean fits(int held, int most) {
        return most <= 0 || held <= most;
    }

    private void releaseUser(String account) {
        users.computeIfPresent(account, (any, user) -> user.held() == 1 ? null : new User(user.held() - 1, user.rate()));
    }

    private void releaseSource(Source source) {
        sources.computeIfPresent(source, (any, held) -> held == 1 ? null : held - 1);
    }

    /** Returns how many there are. */
    public int total() {
        return total.get();
    }

    /** Returns how many users have any. */
    public int users() {
        return users.size();
    }

    /** Returns from how many sources there are any. */
    int sources() {
        return sources.size();
    }

    /** One allocation, counted. Safe for any thread. */
    public final class Held {
        private final String account;
        private final Source source;
        private final UserRate rate;
        private final AtomicBoolean released = new AtomicBoolean();

        private Held(String account, Source source, UserRate rate) {
            this.account = account;
            this.source = source;
            this.rate = rate;
        }

        /** Returns the bytes a second that all allocations of the user share. */
        public UserRate rate() {
            return rate;
        }

        /** Counts it no longer. Again: nothing happens. */
        public void release() {
            if (released.compareAndSet(false, true)) {
                releaseSource(source);
                releaseUser(account);
                total.decrementAndGet();
            }
        }
    }
}
