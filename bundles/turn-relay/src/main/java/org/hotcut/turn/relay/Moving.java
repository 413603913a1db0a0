package org.hotcut.turn.relay;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Outcome.Failed;
import org.hotcut.turn.api.Proof;

/**
 * Lets an allocation follow its client to another address (RFC 8016 section 3.2). It stays on its loop: a connection of the client's that is on another is taken over, and
 * what comes by it handed on from there. Touched by one loop.
 */
final class Moving {
    private final TurnLoop loop;
    private final Services services;
    private final Roster roster;

    Moving(TurnLoop loop, Services services, Roster roster) {
        this.loop = loop;
        this.services = services;
        this.roster = roster;
    }

    /** Carries it out, on the loop of the allocation, and says on this one how it went. */
    void move(Line line, Action.Move move, Proof proof, Consumer<Outcome> then) {
        Tickets.Ticket ticket = services.tickets.read(move.ticket());
        Allocation allocation = ticket == null ? null : services.mobile.get(ticket.allocation());
        if (!services.settings.mobility()) {
            then.accept(new Failed(405, "Mobility Forbidden")); // it was allowed when the ticket was given
        } else if (ticket == null) {
            then.accept(invalid());
        } else if (allocation == null) {
            then.accept(mismatch());
        } else if (allocation.loop == loop) {
            then.accept(come(allocation, ticket.number(), line, move, proof));
        } else {
            services.loops.execute(allocation.loop.index(), () -> {
                Outcome outcome = allocation.loop.moving().come(allocation, ticket.number(), line, move, proof);
                services.loops.execute(loop.index(), () -> {
                    then.accept(outcome);
                    loop.leave(line.client().flow());
                });
            });
        }
    }

    private static Outcome invalid() {
        return new Failed(400, "Bad Request");
    }

    private static Outcome mismatch() {
        return new Failed(437, "Allocation Mismatch");
    }

    private Outcome come(Allocation allocation, int ticket, Line line, Action.Move move, Proof proof) {
        if (allocation.isOver) {
            return mismatch();
        }
        if (!allocation.isTicket(ticket) || isThere(allocation, ticket, line.client())) {
            return invalid();
        }
        if (!allocation.owner().account().equals(proof.owner().account())) {
            return new Failed(441, "Wrong Credentials");
        }
        Allocation there = services.clients.find(line.client());
        if (there != null && there != allocation) {
            return mismatch();
        }
        List<Relay> meant = allocation.relays().stream().filter(relay -> move.family() == null || relay.family() == move.family()).toList();
        if (meant.isEmpty()) {
            return new Failed(443, "Peer Address Family Mismatch"); // RFC 8656 section 8.2
        }
        if (move.lifetime() == 0 && meant.size() == allocation.relays().size()) {
            roster.end(allocation, "by its client");
            return new Outcome.Refreshed(0, null);
        }
        if (move.lifetime() == 0) {
            meant.forEach(relay -> roster.end(allocation, relay));
        } else {
            long until = services.clock.millis() + TimeUnit.SECONDS.toMillis(move.lifetime());
            meant.forEach(relay -> relay.expires(until));
            allocation.endsAt(until);
        }
        int next = allocation.nextTicket(ticket);
        roster.moves(allocation, line, this::here);
        loop.kept().refreshed(allocation);
        return new Outcome.Refreshed(move.lifetime(), services.tickets.write(new Tickets.Ticket(allocation.id, next)));
    }

    /** Returns whether the client has come from nowhere else; one that repeats itself, for it has not got the answer, shows the ticket before the last. */
    private static boolean isThere(Allocation allocation, int ticket, Client client) {
        Line line = allocation.next() == null ? allocation.line() : allocation.next();
        return line.client().equals(client) && !line.isGone() && ticket == allocation.tickets();
    }

    /** Returns the line as one of this loop. */
    private Line here(Line line) {
        Flow flow = line.flow();
        return flow.protocol().isStream() ? loop.adopt(flow) : line;
    }
}
