package org.hotcut.sip.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback over UDP that knows what the test tells it. */
final class DnsServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile int failure = Rcode.NOERROR;

    DnsServer() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "test name server");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Adds a record: {@code "example.org. 60 A 192.0.2.2"}. */
    DnsServer knows(String... lines) {
        for (String line : lines) {
            String[] words = line.split(" ", 4);
            try {
                records.add(Record.fromString(Name.fromString(words[0]), Type.value(words[2]), DClass.IN, Long.parseLong(words[1]), words[3], Name.root));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** Forgets all records. */
    DnsServer forget() {
        records.clear();
        return this;
    }

    /** Says whether questions are heard and not answered. */
    void silent(boolean now) {
        silent = now;
    }

    /** Answers with this code from now on. */
    void fails(int rcode) {
        failure = rcode;
    }

    /** Returns what was asked, {@code "example.org. A"}, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                asked.add(query.getQuestion().getName() + " " + Type.string(query.getQuestion().getType()));
                if (!silent) {
                    byte[] answer = answer(query).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        answer.getHeader().setRcode(failure);
        if (failure == Rcode.NOERROR) {
            boolean known = false;
            for (Record record : records) {
                known |= record.getName().equals(question.getName());
                if (record.getName().equals(question.getName()) && (record.getType() == question.getType() || record.getType() == Type.CNAME)) {
                    answer.addRecord(record, Section.ANSWER);
                }
            }
            answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
        }
        return answer;
    }
}
