package org.hotcut.turn.relay;

/** What an allocation has relayed; bytes without headers. Written by its loop. */
final class Traffic {
    long packetsSent;
    long bytesSent;
    long packetsReceived;
    long bytesReceived;
    long packetsDropped;
}
