package org.hotcut.sip.location;

import java.util.List;

import org.hotcut.sip.api.location.Binding;

/**
 * What is bound to one address. Immutable. Without bindings it is a tombstone, which keeps a record of an older change that reaches the journal
 * late from bringing them back.
 *
 * @param bindings by falling q, then newest first
 * @param version  number of the change that made it; of two records of an address the higher one holds, whatever their order in the journal
 */
record Row(List<Binding> bindings, long version) {
    /** Returns the bindings that have not expired; allocates only when some have. */
    List<Binding> live(long now) {
        for (Binding binding : bindings) {
            if (binding.expiresAt() <= now) {
                return bindings.stream().filter(b -> b.expiresAt() > now).toList();
            }
        }
        return bindings;
    }
}
