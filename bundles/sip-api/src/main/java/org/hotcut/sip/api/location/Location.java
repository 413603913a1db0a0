package org.hotcut.sip.api.location;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/** The registrations. Implemented by {@code sip-location}. Safe for any thread; never blocks. */
@ProviderType
public interface Location {
    /**
     * What a REGISTER changes at one address, all of it or nothing.
     *
     * @param address the address-of-record
     * @param callId  of the REGISTER
     * @param cseq    of the REGISTER
     * @param bind    bindings to add or refresh, without keys; one replaces an older one of the same instance and reg-id, or of an equal Contact
     * @param unbind  what to remove
     * @param all     remove every binding (Contact: *)
     */
    record Change(String address, String callId, long cseq, List<Binding> bind, List<Unbind> unbind, boolean all) { }

    /**
     * What is to be removed: the binding of an instance and reg-id where both are given (RFC 5626 section 6), else that of an equal Contact.
     *
     * @param instance as in {@link Binding}, or null
     * @param regId    0 when none
     */
    record Unbind(String contact, String instance, int regId) { }

    /** What became of a change. */
    enum Outcome {
        /** Done and in the journal. */
        DONE,
        /** Of the same Call-ID with a CSeq that is not higher: nothing was changed (RFC 3261 section 10.3 step 7). */
        OUT_OF_ORDER,
        /** One address would have too many bindings: nothing was changed. */
        TOO_MANY,
        /** All addresses together would have too many: nothing was changed. */
        FULL
    }

    /**
     * What a change left.
     *
     * @param outcome  whether it was done
     * @param bindings all bindings of the address now
     */
    record Result(Outcome outcome, List<Binding> bindings) { }

    /** Changes an address; completes on the loop it was called on, after the change is in the journal. A change given twice is harmless. */
    CompletionStage<Result> change(Change change);

    /** Returns the bindings of an address that have not expired, by falling q, then newest first; empty when there are none. */
    List<Binding> find(String address);

    /** Returns the present binding of the device with this {@link Binding#key}, or null. */
    Binding device(long key);

    /** Returns the bindings registered by a stream flow; empty when none. */
    List<Binding> byFlow(long flow);

    /** Returns how many bindings there are. */
    int size();

    /** Returns all bindings, a weakly consistent walk. */
    Collection<Binding> all();
}
