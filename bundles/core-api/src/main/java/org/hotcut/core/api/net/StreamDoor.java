package org.hotcut.core.api.net;

import java.net.InetSocketAddress;

import org.osgi.annotation.versioning.ProviderType;

/** Where connections are taken. Safe for any thread. */
@ProviderType
public interface StreamDoor {
    /** Returns the address and port bound. */
    InetSocketAddress local();

    /** Returns its loop. */
    int loop();

    /** Takes no more, and gives up connecting from here; those that were taken or connected live on. */
    void close();
}
