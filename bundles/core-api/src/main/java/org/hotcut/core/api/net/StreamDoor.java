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

    /** Takes no more; those that were taken live on. */
    void close();
}
