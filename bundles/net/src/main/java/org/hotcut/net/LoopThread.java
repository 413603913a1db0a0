package org.hotcut.net;

import io.netty.util.concurrent.FastThreadLocalThread;

/** The thread of one loop, which knows its loop so that asking "where am I?" costs nothing. */
final class LoopThread extends FastThreadLocalThread {
    /** Set by the loop's first task, read by this thread only. */
    private Loop loop;

    LoopThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
        setContextClassLoader(LoopThread.class.getClassLoader());
    }

    /** Returns the loop whose thread runs this call, or null. */
    static Loop here() {
        return Thread.currentThread() instanceof LoopThread thread ? thread.loop : null;
    }

    static void assign(Loop loop) {
        ((LoopThread) Thread.currentThread()).loop = loop;
    }
}
