package org.hotcut.shell.turn;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.shell.Addresses;

/** Addresses that an attacker would try, and what is found at them. */
final class SelfTest {
    private static final Map<String, String> DANGEROUS = dangerous();
    private static final List<String> SPELT = List.of("127.0.0.1", "10.0.0.1", "169.254.169.254");

    private SelfTest() { }

    private static Map<String, String> dangerous() {
        Map<String, String> dangerous = new LinkedHashMap<>();
        dangerous.put("0.0.0.0", "this machine, to Linux");
        dangerous.put("::", "this machine, to Linux");
        dangerous.put("127.0.0.1", "loopback");
        dangerous.put("127.255.255.254", "loopback");
        dangerous.put("::1", "loopback");
        dangerous.put("169.254.169.254", "metadata of most clouds");
        dangerous.put("fd00:ec2::254", "metadata of AWS");
        dangerous.put("169.254.170.2", "metadata of AWS containers");
        dangerous.put("fd20:ce::254", "metadata of Google Cloud");
        dangerous.put("168.63.129.16", "metadata of Azure");
        dangerous.put("100.100.100.200", "metadata of Alibaba Cloud");
        dangerous.put("192.0.0.192", "metadata of Oracle Cloud");
        dangerous.put("10.0.0.1", "private");
        dangerous.put("172.16.0.1", "private");
        dangerous.put("192.168.0.1", "private");
        dangerous.put("192.168.1.1", "private");
        dangerous.put("100.64.0.1", "shared by a carrier's customers");
        dangerous.put("169.254.0.1", "link-local");
        dangerous.put("fe80::1", "link-local");
        dangerous.put("fe80::1%lo", "link-local with a zone");
        dangerous.put("fc00::1", "unique local");
        dangerous.put("fd00::1", "unique local");
        dangerous.put("fec0::1", "site-local");
        dangerous.put("224.0.0.1", "multicast");
        dangerous.put("ff02::1", "multicast");
        dangerous.put("255.255.255.255", "broadcast");
        dangerous.put("240.0.0.1", "reserved");
        return dangerous;
    }

    /**
     * Asks about all of them.
     *
     * @param machine   addresses of this machine
     * @param relays    addresses that are relayed from; what of them may be reached is clients' own
     * @param listeners of ours
     * @return by what it is
     */
    static List<Map.Entry<String, PeerReport.Answer>> ask(PeerReport report, Collection<InetAddress> machine, Collection<InetAddress> relays, List<Endpoint> listeners) {
        List<Map.Entry<String, PeerReport.Answer>> answers = new ArrayList<>();
        DANGEROUS.forEach((address, what) -> answers.add(Map.entry(what, report.ask(address, PeerAddress.parse(address), 0))));
        for (String address : SPELT) {
            spellings(address).forEach((how, spelling) -> answers.add(Map.entry(address + ", " + how, report.ask(spelling, PeerAddress.parse(spelling), 0))));
        }
        Set<InetAddress> own = new LinkedHashSet<>(machine);
        own.addAll(relays);
        own.stream().sorted(Comparator.comparing(Addresses::text)).forEach(address -> {
            if (!relays.contains(address)) {
                answers.add(Map.entry("this machine", report.ask(Addresses.text(address), address, 0)));
            }
            for (Endpoint listener : listeners) {
                InetAddress bound = listener.local().getAddress();
                if (bound.isAnyLocalAddress() || bound.equals(address)) {
                    int port = listener.local().getPort();
                    answers.add(Map.entry("our listener " + listener.name(), report.ask(Addresses.text(Addresses.text(address), port), address, port)));
                }
            }
        });
        return answers;
    }

    private static Map<String, String> spellings(String four) {
        String[] parts = four.split("\\.");
        int high = Integer.parseInt(parts[0]) << 8 | Integer.parseInt(parts[1]);
        int low = Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]);
        String groups = Integer.toHexString(high) + ':' + Integer.toHexString(low);
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("mapped", "::ffff:" + four);
        spellings.put("compatible", "::" + four);
        spellings.put("translated", "::ffff:0:" + four);
        spellings.put("NAT64", "64:ff9b::" + four);
        spellings.put("NAT64 of local use", "64:ff9b:1::" + four);
        spellings.put("6to4", "2002:" + groups + "::1");
        spellings.put("ISATAP", "2600:1:2:3:0:5efe:" + groups);
        spellings.put("Teredo server", "2001:0:" + groups + ":0:0:f7f7:f7f7");
        spellings.put("Teredo client", "2001:0:808:808:0:0:" + Integer.toHexString(~high & 0xffff) + ':' + Integer.toHexString(~low & 0xffff));
        return spellings;
    }
}
