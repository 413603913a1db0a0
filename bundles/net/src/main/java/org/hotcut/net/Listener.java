package org.hotcut.net;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Endpoint;

/** Something that listens at one place. Opened, changed and closed by the one thread of {@link Listeners}; the rest is for any thread. */
interface Listener {
    ListenerSettings settings();

    /** Takes new settings; what is open stays open. */
    void change(ListenerSettings settings);

    /** Returns what must happen before this can be opened, or null when nothing is missing; may block. */
    Lack lack();

    /** Binds the sockets; blocks. The exception is the kernel's word. */
    void open() throws IOException;

    /** Closes the sockets; connections that were accepted stay. */
    void shut();

    /** Closes the sockets and all connections. */
    void close();

    /** Returns what is open, or null. */
    Endpoint endpoint();

    /** Returns what is open of it for anything. */
    default List<Endpoint> listening() {
        Endpoint open = endpoint();
        return open == null ? List.of() : List.of(open);
    }

    /** Returns what is open of it for SIP: one for each protocol. */
    default List<Endpoint> endpoints() {
        return listening();
    }

    /** Adds the figures of its kind. */
    void describe(Map<String, Object> status);
}
