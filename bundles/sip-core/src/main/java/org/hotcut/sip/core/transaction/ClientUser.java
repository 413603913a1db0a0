package org.hotcut.sip.core.transaction;

import org.hotcut.sip.message.Response;

/** Who sent a request: told once of the end, and before it of what came. */
public interface ClientUser {
    /** A provisional response, or a final one; a 2xx to an INVITE may come again, or from another callee. */
    void response(Response response);

    /** Timer B or F: nobody answered. */
    void timedOut();

    /** The line is gone. */
    void unreachable();
}
