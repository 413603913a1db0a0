package org.hotcut.net;

/** What every listener and connection leans on; one of each in a running {@code net}. */
record Shared(EventLoops loops, Transports transports, FlowTable flows, TlsContexts tls, ParkingBudget parking,
              ParkingBudget incomplete, Drops drops, SourceLog log, Gate gate, Judges judges, Dtls dtls) { }
