package org.hotcut.shell.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.hotcut.shell.Addresses;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks name servers, one after the other, and waits for the answer. */
final class NameServer {
    private static final int PORT = 53;
    private static final int ROUNDS = 2;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int UDP_BYTES = 1_232;
    private static final int MOST_ALIASES = 8;

    /**
     * What is published under a name.
     *
     * @param records of the type asked for
     * @param alias   where a CNAME leads to in the end; null when there is none
     */
    record Answer(List<Record> records, Name alias) { }

    private final List<InetSocketAddress> servers;

    NameServer(List<InetSocketAddress> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * Returns those of the system, or the one that is given.
     *
     * @param text {@code address} or {@code address:port}, IPv6 with a port in brackets; null for the system's
     */
    static NameServer of(String text) {
        if (text == null) {
            return new NameServer(ResolverConfig.getCurrentConfig().servers());
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = hasPort ? text.substring(0, colon) : text;
        InetAddress address = Site.literal(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
        String port = hasPort ? text.substring(colon + 1) : String.valueOf(PORT);
        if (address == null || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException(text + " is not the address of a name server: ADDRESS or ADDRESS:PORT");
        }
        return new NameServer(List.of(new InetSocketAddress(address, Integer.parseInt(port))));
    }

    /** Returns the addresses of a name. */
    List<InetAddress> addresses(Name name) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : find(name, Type.A).records()) {
            addresses.add(((ARecord) record).getAddress());
        }
        for (Record record : find(name, Type.AAAA).records()) {
            addresses.add(((AAAARecord) record).getAddress());
        }
        return addresses;
    }

    /**
     * Returns what is published; nothing when there is no such name.
     *
     * @throws IOException saying which server did not answer, or could not
     */
    Answer find(Name name, int type) throws IOException {
        Name at = name;
        for (int aliases = 0; aliases < MOST_ALIASES; aliases++) {
            Message answer = ask(at, type);
            Name before = at;
            for (Record record : answer.getSection(Section.ANSWER)) {
                if (record instanceof CNAMERecord alias && record.getName().equals(at)) {
                    at = alias.getTarget();
                }
            }
            Name end = at;
            List<Record> records = answer.getSection(Section.ANSWER).stream().filter(record -> record.getType() == type && record.getName().equals(end)).toList();
            if (!records.isEmpty() || before.equals(at)) {
                return new Answer(records, at.equals(name) ? null : at);
            }
        }
        throw new IOException(name + " leads from alias to alias");
    }

    private Message ask(Name name, int type) throws IOException {
        if (servers.isEmpty()) {
            throw new IOException("the system has no name server: say which by --server");
        }
        IOException fault = null;
        for (int round = 0; round < ROUNDS; round++) {
            for (InetSocketAddress server : servers) {
                try {
                    return checked(exchange(server, name, type), server, name);
                } catch (IOException e) {
                    fault = e;
                }
            }
        }
        throw fault;
    }

    private static Message checked(Message answer, InetSocketAddress server, Name name) throws IOException {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw new IOException("name server " + text(server) + " says " + Rcode.string(code) + " to " + name);
        }
        return answer;
    }

    private static Message exchange(InetSocketAddress server, Name name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.addRecord(new OPTRecord(UDP_BYTES, 0, 0, 0), Section.ADDITIONAL);
        try {
            Message answer = byUdp(server, query);
            return answer.getHeader().getFlag(Flags.TC) ? byTcp(server, query) : answer;
        } catch (SocketTimeoutException e) {
            throw new IOException("name server " + text(server) + " does not answer", e);
        } catch (PortUnreachableException | ConnectException e) {
            throw new IOException("there is no name server at " + text(server), e);
        }
    }

    private static Message byUdp(InetSocketAddress server, Message query) throws IOException {
        // from a port of its own for each question, and only what comes from the server is taken
        try (DatagramSocket socket = new DatagramSocket(0, wildcard(server))) {
            socket.connect(server);
            byte[] question = query.toWire();
            socket.send(new DatagramPacket(question, question.length));
            long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
            byte[] buffer = new byte[65_535];
            while (true) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) left);
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message answer = answer(Arrays.copyOf(buffer, packet.getLength()), query);
                if (answer != null) {
                    return answer;
                }
            }
        }
    }

    private static Message byTcp(InetSocketAddress server, Message query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] question = query.toWire();
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(framed);
            out.writeShort(question.length);
            out.write(question);
            socket.getOutputStream().write(framed.toByteArray());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] bytes = new byte[in.readUnsignedShort()];
            in.readFully(bytes);
            Message answer = answer(bytes, query);
            if (answer == null) {
                throw new IOException("name server " + text(server) + " answers another question");
            }
            return answer;
        }
    }

    private static Message answer(byte[] bytes, Message query) {
        try {
            Message answer = new Message(bytes);
            boolean fits = answer.getHeader().getFlag(Flags.QR) && answer.getHeader().getID() == query.getHeader().getID() && query.getQuestion().equals(answer.getQuestion());
            return fits ? answer : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static InetAddress wildcard(InetSocketAddress server) throws IOException {
        return InetAddress.getByAddress(new byte[server.getAddress() instanceof Inet4Address ? 4 : 16]);
    }

    private static String text(InetSocketAddress server) {
        return Addresses.text(Addresses.text(server.getAddress()), server.getPort());
    }
}
