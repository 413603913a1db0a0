package org.hotcut.turn.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.Test;

/** Nothing reaches a peer past the one decision: seen in the compiled classes, by what each calls. */
class GatekeeperTest {
    private static final String HERE = "org/hotcut/turn/relay/";

    @Test
    void nobodyElseAsksThePolicy() throws Exception {
        assertEquals(Set.of("Gatekeeper"), callers("org/hotcut/turn/api/PeerPolicy", "reach"));
        assertEquals(Set.of("Gatekeeper"), callers("org/hotcut/turn/api/PeerPolicy", "version"));
    }

    @Test
    void nobodyElseMakesAPermission() throws Exception {
        assertEquals(Set.of("Gatekeeper"), callers(HERE + "Permission", "<init>"));
    }

    @Test
    void permissionsAreMadeOfWhatThePolicySaysNowOrHasSaidBeforeARestart() throws Exception {
        assertEquals(Set.of("Actions", "Restore"), callers(HERE + "Gatekeeper", "permission"));
    }

    @Test
    void socketsForPeersAreOpenedForRelaysAlone() throws Exception {
        assertEquals(Set.of("port/RelayPorts"), callers("org/hotcut/core/api/net/PacketLoops", "open"));
        Set<String> leasing = new TreeSet<>(callers(HERE + "port/RelayPorts", "lease"));
        leasing.addAll(callers(HERE + "port/RelayPorts", "leaseReserved"));
        leasing.addAll(callers(HERE + "port/RelayPorts", "leaseExactly"));
        assertEquals(Set.of("Allocating", "Restore", "Sides"), leasing);
    }

    @Test
    void peersOverTcpAreMetWhereTheGatekeeperIsAskedToo() throws Exception {
        assertEquals(Set.of("port/RelayPorts"), callers("org/hotcut/core/api/net/StreamLoops", "listen"));
        assertEquals(Set.of("Allocating"), callers(HERE + "port/RelayPorts", "leaseDoor"));
        assertEquals(Set.of("Connecting"), callers("org/hotcut/core/api/net/StreamLoops", "connect"));
        assertEquals(Set.of("Connecting"), callers("org/hotcut/core/api/net/StreamLoops", "join"));
        assertEquals(Set.of("Connecting", "Rules"), callers(HERE + "Gatekeeper", "includesTcp"));
        assertEquals(Set.of("Connecting"), callers(HERE + "PeerConnections", "add"));
    }

    @Test
    void allThatIsSentToAPeerOrTakenOfOnePassesAllocationWhichAsksThePermission() throws Exception {
        assertEquals(Set.of("DatagramLine", "Relay"), callers("org/hotcut/core/api/net/PacketSocket", "send"));
        assertEquals(Set.of("Allocation"), callers(HERE + "Relay", "send"));
        assertEquals(Set.of("Allocation"), callers(HERE + "Line", "deliver"));
        assertTrue(callers(HERE + "Peer", "isAdmitted").contains("Allocation"));
    }

    @Test
    void ofAnAddressThatMayNotBeReachedThereIsNoPermission() throws Exception {
        Gatekeeper gate = new Gatekeeper(new Bearers<>(), new RelayedAddresses(), new RelayedAddresses(), port -> false);
        assertThrows(IllegalArgumentException.class, () -> gate.permission(InetAddress.getLoopbackAddress(), Reach.none("loopback")));
    }

    /** Returns which of our classes refer to a method, by their constant pools. */
    private static Set<String> callers(String owner, String method) throws Exception {
        Path classes = Path.of(Gatekeeper.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve(HERE);
        Set<String> callers = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                if (new ConstantPool(file).refersTo(owner, method)) {
                    String name = classes.relativize(file).toString();
                    callers.add(name.substring(0, name.length() - ".class".length()).replaceAll("\\$.*", ""));
                }
            }
        }
        return callers;
    }

    /** What a class file names (JVM specification, section 4.4). */
    private static final class ConstantPool {
        private final List<Object> entries = new ArrayList<>();

        private record Reference(int owner, int nameAndType) { }

        private record Index(int name) { }

        ConstantPool(Path file) {
            try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                in.skipBytes(8);
                int count = in.readUnsignedShort();
                entries.add(null);
                while (entries.size() < count) {
                    read(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void read(DataInputStream in) throws IOException {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> entries.add(in.readUTF());
                case 3, 4 -> entries.add(in.readInt());
                case 5, 6 -> {
                    entries.add(in.readLong());
                    entries.add(null);
                }
                case 7, 8, 16, 19, 20 -> entries.add(new Index(in.readUnsignedShort()));
                case 9, 10, 11 -> entries.add(new Reference(in.readUnsignedShort(), in.readUnsignedShort()));
                case 12 -> entries.add(new Reference(in.readUnsignedShort(), in.readUnsignedShort()));
                case 15 -> {
                    in.readUnsignedByte();
                    entries.add(new Index(in.readUnsignedShort()));
                }
                case 17, 18 -> entries.add(new Reference(in.readUnsignedShort(), in.readUnsignedShort()));
                default -> throw new IOException("constant " + tag);
            }
        }

        boolean refersTo(String owner, String method) {
            return entries.stream().anyMatch(entry -> entry instanceof Reference reference && entries.get(reference.owner) instanceof Index named
                && owner.equals(entries.get(named.name)) && entries.get(reference.nameAndType) instanceof Reference name && method.equals(entries.get(name.owner)));
        }
    }
}
