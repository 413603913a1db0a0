package org.hotcut.core.api.net;

import java.util.List;

/**
 * What is known of a stream flow.
 *
 * @param flow      the flow
 * @param outgoing  true when we opened it
 * @param openedAt  milliseconds since 1970
 * @param bytesIn   read so far
 * @param bytesOut  written so far
 * @param security  TLS version and cipher suite, empty when plain
 * @param peerChain the certificates the peer presented, DER, its own first; possession is proven, nothing is judged; empty when none
 * @param waiting   true while reading is stopped because a transport or handler is away
 */
public record FlowInfo(Flow flow, boolean outgoing, long openedAt, long bytesIn, long bytesOut, String security, List<byte[]> peerChain,
                       boolean waiting) { }
