package org.hotcut.core.api.net;

import java.net.InetSocketAddress;

import org.osgi.annotation.versioning.ProviderType;

/** A connection whose bytes are passed on. Not read until it is joined and started. Safe for any thread. */
@ProviderType
public interface RelayStream {
    /** Returns whose it is. */
    InetSocketAddress remote();

    /** Lets it be read; only after it was joined. */
    void start();

    /** Returns how many bytes have come by it. */
    long received();

    /** Returns how many bytes have left by it. */
    long sent();

    /** Calls back, on its loop, when it was closed by either side; at once when it is. */
    void whenClosed(Runnable told);

    /** Passes nothing more on, and closes it after what was given was written, or in a few seconds; nothing happens when it is closed. */
    void close();

    /** Closes it at once. */
    void abort();
}
