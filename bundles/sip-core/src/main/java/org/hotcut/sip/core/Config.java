package org.hotcut.sip.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.core.cfg}; changes are in force at once. */
@ObjectClassDefinition(id = "org.hotcut.sip.core", name = "Hotcut SIP core", description = "The chain of handlers, and what strangers may make us keep")
@interface Config {
    @AttributeDefinition(name = "Chain", description = "Names of the handlers that are asked about a request, in order, separated by commas")
    String chain() default "identity, sip-registrar, sip-notifier, sip-proxy";

    @AttributeDefinition(name = "Timer C", description = "Seconds after which a callee that rings without a word is given up (RFC 3261 section 16.6 step 11)",
        min = "181", max = "3600")
    int timerC() default 181;

    @AttributeDefinition(name = "Most transactions", description = "Those that are over but still absorb retransmissions count (about 100 for each call a second); "
        + "more requests are answered 503 with Retry-After", min = "1000")
    int transactions() default 500_000;

    @AttributeDefinition(name = "Most requests of a source", description = "Unanswered at a time, by connection or UDP address; more are answered 503 with "
        + "Retry-After", min = "10")
    int sourceRequests() default 20_000;

    @AttributeDefinition(name = "Most memory for requests", description = "Megabytes of unanswered requests, and as much again of long answers that are "
        + "kept for retransmissions; more are answered 503 with Retry-After", min = "16")
    int pendingMegabytes() default 256;

    @AttributeDefinition(name = "Most branches", description = "Places one request may be sent to; more are not tried", min = "1", max = "100")
    int branches() default 30;

    @AttributeDefinition(name = "Max-Breadth", description = "Branches that one request may fall apart into on all its way (RFC 5393): written into requests that do "
        + "not say, and the most that is granted; what would need more is answered 440", min = "1", max = "1000")
    int maxBreadth() default 60;

    @AttributeDefinition(name = "Challenges in our name", description = "Whether a callee may challenge a caller for a realm of ours (a PBX that has our realm and asks again). "
        + "Any callee could then have phones answer with a digest of their users' passwords, to guess them; else such a challenge is not passed on")
    boolean challengesInOurName() default false;

    @AttributeDefinition(name = "Overload by lag", description = "Milliseconds that a loop of signalling is late, on average, from which on new requests are answered 503 with Retry-After "
        + "while what was begun is finished; 0: however late", min = "0", max = "10000")
    int overloadLag() default 300;

    @AttributeDefinition(name = "Overload by fill", description = "The same, percent of the most transactions or memory for requests", min = "50", max = "100")
    int overloadFill() default 90;

    @AttributeDefinition(name = "Overload by heap", description = "The same, percent of the heap that a garbage collection could not free", min = "50", max = "100")
    int overloadHeap() default 90;

    @AttributeDefinition(name = "Longest message", description = "Bytes; longer ones are answered 513", min = "4096", max = "1048576")
    int messageBytes() default 65_535;

    @AttributeDefinition(name = "Most header lines", description = "Messages with more are answered 400", min = "32", max = "1024")
    int headers() default 256;

    @AttributeDefinition(name = "DNS servers", description = "Addresses with or without a port, separated by commas; empty: those of the system")
    String[] dnsServers() default {};

    @AttributeDefinition(name = "Time of a hop", description = "Seconds that one of several servers of a domain may be silent before the next is tried",
        min = "1", max = "32")
    int hopTimeout() default 4;

    @AttributeDefinition(name = "Time to avoid", description = "Seconds for which a server that has failed is tried after all others", min = "0", max = "600")
    int avoidSeconds() default 30;

    @AttributeDefinition(name = "Longest UDP request", description = "Bytes; a longer one goes by TCP where its target was found by its name or address "
        + "(RFC 3261 section 18.1.1)", min = "500", max = "65535")
    int udpMost() default 1_300;

    @AttributeDefinition(name = "Other domains without TLS", description = "Whether users may call other domains over UDP and TCP where their DNS offers no TLS. Who answers "
        + "there has proven nothing, and everybody on the way can listen")
    boolean foreignPlain() default false;
}
