package org.hotcut.turn.relay;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.hotcut.turn.api.Owner;

/**
 * Asks now and then whether the accounts of those who have allocations are still there. Who refreshes one is not looked up, and not every removal is told: another program may
 * have done it, or nobody could say when we were told, or the allocation was being made at that moment. Touched by one loop.
 */
final class Owners {
    private static final long EVERY_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final int loop;
    private final Services services;
    private final Consumer<Allocation> gone;

    /**
     * Asks for the allocations of a loop.
     *
     * @param gone told, on that loop, of those whose account is there no more; they may have ended meanwhile
     */
    Owners(int loop, Services services, Consumer<Allocation> gone) {
        this.loop = loop;
        this.services = services;
        this.gone = gone;
    }

    /** Looks at one, to be called each second or so. While nobody can say, none has gone. */
    void look(Allocation allocation, long now) {
        if (now < allocation.ownerDue) {
            return;
        }
        allocation.ownerDue = now + EVERY_MILLIS + Math.floorMod(allocation.id, EVERY_MILLIS); // not all together
        Owner owner = allocation.owner();
        int at = owner.account().lastIndexOf('@');
        if (!owner.isLocal() || services.accounts.domain(owner.account().substring(at + 1)) == null) {
            return;
        }
        services.accounts.find(owner.account().substring(0, at), owner.account().substring(at + 1)).whenComplete((account, fault) -> {
            if (fault == null && account == null) {
                services.loops.execute(loop, () -> gone.accept(allocation));
            }
        });
    }
}
