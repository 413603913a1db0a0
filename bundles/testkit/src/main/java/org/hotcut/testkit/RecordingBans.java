package org.hotcut.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.ban.Ban;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;

/** Remembers what is reported, and admits whom the test lets in. */
public final class RecordingBans implements Bans {
    /** One report. */
    public record Report(Protocol protocol, InetSocketAddress peer, Offence offence, String detail) { }

    private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
    private final Queue<Flow> proofs = new ConcurrentLinkedQueue<>();
    private final Map<InetAddress, Admission> admissions = new ConcurrentHashMap<>();

    /** Returns what was reported, the first one first. */
    public List<Report> reports() {
        return List.copyOf(reports);
    }

    /** Returns the offences of these, without those that are none yet. */
    public List<Offence> offences() {
        return reports.stream().map(Report::offence).filter(offence -> offence != Offence.CHALLENGED).toList();
    }

    /** Returns on which lines somebody proved himself, the first one first. */
    public List<Flow> proofs() {
        return List.copyOf(proofs);
    }

    /** From now on a source is treated so. */
    public void treat(InetAddress source, Admission admission) {
        admissions.put(source, admission);
    }

    @Override
    public void report(Protocol protocol, InetSocketAddress peer, Offence offence, String detail) {
        reports.add(new Report(protocol, peer, offence, detail));
    }

    @Override
    public void proven(Flow flow) {
        proofs.add(flow);
    }

    @Override
    public Admission admit(Protocol protocol, InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        // a socket for both families shows an IPv4 address as an IPv6 one
        String text = address.getHostAddress();
        return admissions.entrySet().stream().filter(entry -> entry.getKey().equals(address) || text.equals(mapped(entry.getKey()))).map(Map.Entry::getValue)
            .findFirst().orElse(Admission.ADMITTED);
    }

    private static String mapped(InetAddress source) {
        byte[] bytes = source.getAddress();
        return bytes.length == 16 ? null : String.format("0:0:0:0:0:ffff:%x:%x", (bytes[0] & 0xff) << 8 | bytes[1] & 0xff, (bytes[2] & 0xff) << 8 | bytes[3] & 0xff);
    }

    @Override
    public boolean isTrustworthy(Protocol protocol, InetSocketAddress peer) {
        return proofs.stream().anyMatch(flow -> flow.protocol() == protocol && flow.remote().equals(peer));
    }

    @Override
    public void ban(InetAddress address, Duration duration, String reason) {
        treat(address, Admission.REFUSED);
    }

    @Override
    public boolean unban(InetAddress address) {
        return admissions.remove(address) != null;
    }

    @Override
    public List<Ban> list() {
        return List.of();
    }
}
