package org.hotcut.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

/** A name server on loopback, over UDP and TCP, that knows what the test tells it. */
public final class DnsServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final ServerSocket stream;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile boolean cutShort;
    private volatile int failure = Rcode.NOERROR;

    /** Starts on a port that is free for both. */
    public DnsServer() {
        DatagramSocket udp = null;
        ServerSocket tcp = null;
        while (tcp == null) {
            try {
                udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                tcp = new ServerSocket(udp.getLocalPort(), 10, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                udp.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        socket = udp;
        stream = tcp;
        start(this::serve);
        start(this::serveStreams);
    }

    private static void start(Runnable serve) {
        Thread thread = new Thread(serve, "test name server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Adds a record: {@code "example.org. 60 A 192.0.2.2"}. */
    public DnsServer knows(String... lines) {
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
    public DnsServer forget() {
        records.clear();
        return this;
    }

    /** Says whether questions are heard and not answered. */
    public void silent(boolean now) {
        silent = now;
    }

    /** Says whether answers over UDP are cut short, so that whoever asks must come by TCP. */
    public void cutsShort(boolean now) {
        cutShort = now;
    }

    /** Answers with this code from now on. */
    public void fails(int rcode) {
        failure = rcode;
    }

    /** Returns what was asked, {@code "example.org. A"}, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        socket.close();
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                note(query);
                if (!silent) {
                    byte[] answer = (cutShort ? empty(query) : answer(query)).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serveStreams() {
        while (!stream.isClosed()) {
            try (Socket asker = stream.accept()) {
                DataInputStream in = new DataInputStream(asker.getInputStream());
                byte[] question = new byte[in.readUnsignedShort()];
                in.readFully(question);
                Message query = new Message(question);
                note(query);
                byte[] answer = answer(query).toWire();
                DataOutputStream out = new DataOutputStream(asker.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
            } catch (IOException e) {
                // whoever asked has gone, or the test is over
            }
        }
    }

    private void note(Message query) {
        asked.add(query.getQuestion().getName() + " " + Type.string(query.getQuestion().getType()));
    }

    private static Message empty(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.TC);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
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
