package org.hotcut.sip.events;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;

/**
 * A row as fields one after the other, each with its length. A later Hotcut may add fields at the end: this one passes over them, and takes what an earlier one did not
 * write as absent.
 */
final class Fields {
    private Fields() { }

    /** Puts a row together. */
    static final class Out {
        private byte[] bytes = new byte[512];
        private int length;

        Out bytes(byte[] field) {
            int size = field == null ? 0 : field.length;
            if (bytes.length - length < size + Integer.BYTES) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size + Integer.BYTES));
            }
            ByteBuffer.wrap(bytes, length, Integer.BYTES).putInt(field == null ? -1 : size);
            if (size > 0) {
                System.arraycopy(field, 0, bytes, length + Integer.BYTES, size);
            }
            length += Integer.BYTES + size;
            return this;
        }

        Out text(String field) {
            return bytes(field == null ? null : field.getBytes(StandardCharsets.UTF_8));
        }

        Out number(long field) {
            return bytes(ByteBuffer.allocate(Long.BYTES).putLong(field).array());
        }

        Out list(List<String> field) {
            Out items = new Out();
            field.forEach(items::text);
            return bytes(items.toBytes());
        }

        Out flow(Flow flow) {
            return flow == null ? bytes(null) : bytes(new Out().number(flow.id()).text(flow.endpoint()).text(flow.protocol().name()).socket(flow.local())
                .socket(flow.remote()).toBytes());
        }

        private Out socket(InetSocketAddress socket) {
            return text(socket.getAddress() == null ? socket.getHostString() : socket.getAddress().getHostAddress()).number(socket.getPort());
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, length);
        }
    }

    /** Takes a row apart; what is not there is null or 0. */
    static final class In {
        private final ByteBuffer bytes;

        In(byte[] row) {
            bytes = ByteBuffer.wrap(row);
        }

        boolean hasMore() {
            return bytes.remaining() >= Integer.BYTES;
        }

        /**
         * Returns the next field.
         *
         * @throws IllegalArgumentException when there is none although its length says so
         */
        byte[] bytes() {
            int size = hasMore() ? bytes.getInt() : -1;
            if (size < 0) {
                return null;
            }
            if (size > bytes.remaining()) {
                throw new IllegalArgumentException("a field of " + size + " bytes where " + bytes.remaining() + " are left");
            }
            byte[] field = new byte[size];
            bytes.get(field);
            return field;
        }

        String text() {
            byte[] field = bytes();
            return field == null ? null : new String(field, StandardCharsets.UTF_8);
        }

        long number() {
            byte[] field = bytes();
            return field == null || field.length != Long.BYTES ? 0 : ByteBuffer.wrap(field).getLong();
        }

        List<String> list() {
            byte[] field = bytes();
            List<String> items = new ArrayList<>();
            In in = new In(field == null ? new byte[0] : field);
            while (in.hasMore()) {
                items.add(in.text());
            }
            return items;
        }

        Flow flow() {
            byte[] field = bytes();
            if (field == null) {
                return null;
            }
            In in = new In(field);
            return new Flow(in.number(), in.text(), Protocol.valueOf(in.text()), in.socket(), in.socket());
        }

        // written from an address: nothing is looked up
        private InetSocketAddress socket() {
            return new InetSocketAddress(text(), (int) number());
        }
    }
}
