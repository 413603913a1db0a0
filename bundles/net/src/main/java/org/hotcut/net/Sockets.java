package org.hotcut.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.spi.SelectorProvider;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import jdk.net.ExtendedSocketOptions;

/** Makes channels of the best kind the machine has: epoll on Linux, the JDK's selector elsewhere. The family follows the address. */
enum Sockets {
    EPOLL {
        @Override
        IoHandlerFactory ioHandler() {
            return EpollIoHandler.newFactory();
        }

        @Override
        DatagramChannel datagram(InetAddress local) {
            return new EpollDatagramChannel(family(local));
        }

        @Override
        ServerChannel server(InetAddress local) {
            return new EpollServerSocketChannel(family(local));
        }

        @Override
        SocketChannel client(InetAddress remote) {
            return new EpollSocketChannel(family(remote));
        }

        @Override
        boolean canSharePort() {
            return true;
        }

        @Override
        void sharePort(Channel channel) {
            channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
        }

        @Override
        void detectDeadPeers(ChannelConfig config) {
            config.setOption(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
            config.setOption(EpollChannelOption.TCP_KEEPINTVL, PROBE_SECONDS);
            config.setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
            config.setOption(EpollChannelOption.TCP_USER_TIMEOUT, 30_000);
        }

        @Override
        void acknowledge(SocketChannel channel) {
            channel.config().setOption(EpollChannelOption.TCP_QUICKACK, true);
        }
    },

    NIO {
        @Override
        IoHandlerFactory ioHandler() {
            return NioIoHandler.newFactory(SelectorProvider.provider(), Coalescing::new);
        }

        @Override
        DatagramChannel datagram(InetAddress local) {
            return new NioDatagramChannel(family(local));
        }

        @Override
        ServerChannel server(InetAddress local) {
            return new NioServerSocketChannel(SelectorProvider.provider(), family(local));
        }

        @Override
        SocketChannel client(InetAddress remote) {
            return new NioSocketChannel(SelectorProvider.provider(), family(remote));
        }

        @Override
        boolean canSharePort() {
            return false;
        }

        @Override
        void sharePort(Channel channel) {
            throw new UnsupportedOperationException("one socket a port");
        }

        @Override
        void detectDeadPeers(ChannelConfig config) {
            // that something sent was not acknowledged for long, the JDK leaves to the system
            config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
            config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PROBE_SECONDS);
            config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
        }

        @Override
        void acknowledge(SocketChannel channel) {
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK), true);
        }
    };

    private static final boolean IPV6 = hasIpv6();
    private static final int IDLE_SECONDS = 120;
    private static final int PROBE_SECONDS = 15;
    private static final int PROBES = 4;

    /** Returns the address to bind: all of IPv4 where all of IPv6 and IPv4 is wanted on a machine whose kernel or JDK has no IPv6. */
    static InetSocketAddress bindable(InetSocketAddress wanted) {
        boolean narrowed = !IPV6 && wanted.getAddress() instanceof Inet6Address && wanted.getAddress().isAnyLocalAddress();
        return narrowed ? new InetSocketAddress("0.0.0.0", wanted.getPort()) : wanted;
    }

    private static boolean hasIpv6() {
        try {
            java.nio.channels.DatagramChannel.open(StandardProtocolFamily.INET6).close();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    static Sockets best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory ioHandler();

    abstract DatagramChannel datagram(InetAddress local);

    abstract ServerChannel server(InetAddress local);

    abstract SocketChannel client(InetAddress remote);

    /** Returns whether several sockets of ours can read one port (SO_REUSEPORT with balancing by the kernel). */
    abstract boolean canSharePort();

    abstract void sharePort(Channel channel);

    /** Asks the kernel to notice within minutes (seconds when something waits to be sent) that a peer is gone. */
    abstract void detectDeadPeers(ChannelConfig config);

    /** Acknowledges now what was read, where the kernel would wait 40 ms for something to send along; throws Netty's exception when the peer is gone. */
    abstract void acknowledge(SocketChannel channel);

    private static SocketProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }
}
