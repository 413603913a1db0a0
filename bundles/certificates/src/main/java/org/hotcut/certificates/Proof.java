package org.hotcut.certificates;

import java.io.IOException;

import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;

/** Makes the authority's question whether a name is ours answerable. */
interface Proof {
    /** Lays out what is to be answered for one name. Returns the challenge that the authority may then be told to begin with. */
    Challenge prepare(Authorization authorization, String domain) throws IOException;

    /** Takes it away again; nothing happens when there is nothing. */
    void clear() throws IOException;

    /** Returns where the authority looks for it. */
    String place(String domain);
}
