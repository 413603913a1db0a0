package org.hotcut.certificates;

import java.io.IOException;

/** The listener by which an authority asks; open only while an order runs. */
interface Door {
    /** Opens it; returns when it is open. The exception says what keeps it shut. */
    void open() throws IOException, InterruptedException;

    /** Shuts it, whoever has opened it; nothing happens when it is shut. */
    void shut() throws IOException;
}
