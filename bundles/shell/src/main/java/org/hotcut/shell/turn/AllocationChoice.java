package org.hotcut.shell.turn;

import java.net.InetAddress;
import java.util.function.Predicate;

import org.hotcut.turn.api.AllocationInfo;

/** Which allocations are meant by what an admin types. */
final class AllocationChoice {
    private AllocationChoice() { }

    /** Returns those of a client's address, that with a number, or those of a user, in this order: what is an address or a number is not a user, though users may be called so. */
    static Predicate<AllocationInfo> of(String text) {
        InetAddress address = PeerAddress.find(text);
        if (address != null) {
            return one -> one.client().address().getAddress().equals(address);
        }
        if (text.matches("\\d+")) {
            return one -> Long.toString(one.id()).equals(text);
        }
        return one -> text.equals(one.account()) || text.equals(one.username());
    }
}
