package org.hotcut.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What the machine did meanwhile that neither the server nor its test asked for: a limit that holds on an idle machine says nothing on a busy one. */
final class OtherWork {
    /** Of one processor. */
    private static final double NOTHING = 0.15;
    private static final double TICKS_A_SECOND = 100;
    private static final int COMMAND_ENDS = 2;
    private static final int USER = 13;
    private static final int SYSTEM = 14;
    private static final int ENDED_USER = 15;
    private static final int ENDED_SYSTEM = 16;

    private final long began = System.nanoTime();
    private final String pid;
    private final long all;
    private final long ours;
    private final long servers;

    private OtherWork(Server server) {
        this.pid = Long.toString(server.pid());
        this.all = all();
        this.ours = withChildren("self");
        this.servers = withChildren(pid);
    }

    /** Looks from now on. */
    static OtherWork beside(Server server) {
        return new OtherWork(server);
    }

    /** Returns how many processors were busy with it, those that this machine had to wait for included; much when the kernel does not say. */
    double processors() {
        long ticks = all() - all - (withChildren("self") - ours) - (withChildren(pid) - servers);
        return all < 0 ? Double.MAX_VALUE : ticks / TICKS_A_SECOND * 1e9 / (System.nanoTime() - began);
    }

    static boolean isNothing(double processors) {
        return processors < NOTHING;
    }

    /** All but idle and iowait: interrupts too, which most kernels count to the process that they interrupt. */
    private static long all() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String[] columns = lines.findFirst().orElseThrow().split(" +");
            return IntStream.of(1, 2, 3, 6, 7, 8).mapToLong(column -> Long.parseLong(columns[column])).sum();
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private static long withChildren(String process) {
        return of(process, USER, SYSTEM, ENDED_USER, ENDED_SYSTEM);
    }

    private static long of(String process, int... columns) {
        try {
            String stat = Files.readString(Path.of("/proc", process, "stat"));
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(columns).mapToLong(column -> Long.parseLong(rest[column - COMMAND_ENDS])).sum();
        } catch (IOException e) {
            return 0; // it has ended
        }
    }
}
