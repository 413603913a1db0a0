package org.hotcut.turn.relay;

import java.util.function.BiConsumer;

import org.hotcut.turn.relay.Bearers.Bearer;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How services come to bear the name {@code turn-server}, and leave it: drained, then fenced (contract of the hand-over, clause 3). */
final class Whiteboard {
    static final String NAME = "turn-server";
    private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);
    private static final long DRAIN_MILLIS = 2_000;
    private static final String HOTCUT_NAME = "hotcut.name";

    private Whiteboard() { }

    static boolean isNamed(ServiceReference<?> reference) {
        return NAME.equals(reference.getProperty(HOTCUT_NAME));
    }

    static <T> void bind(Bearers<T> bearers, T service, ServiceReference<T> reference) {
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        Bundle bundle = reference.getBundle();
        bearers.add(service, ranking instanceof Integer number ? number : 0, id(reference), bundle == null ? NAME : bundle.getSymbolicName() + ' ' + bundle.getVersion());
    }

    /**
     * Returns when no loop is inside it any more, or after two seconds.
     *
     * @param drain says when a loop has left it
     * @param fence what a loop does about a bearer that it has not left in time
     */
    static <T> void unbind(Bearers<T> bearers, long serviceId, TurnLoops loops, Drain<T> drain, BiConsumer<TurnLoop, Bearer<T>> fence) {
        Bearer<T> leaving = bearers.remove(serviceId);
        if (leaving == null || loops.await(DRAIN_MILLIS, (loop, done) -> drain.drain(loop, leaving, done))) {
            return;
        }
        LOG.warn("{} did not finish within {} ms what it began; what it says now counts for nothing", leaving.who(), DRAIN_MILLIS);
        leaving.fence();
        loops.each(loop -> fence.accept(loop, leaving));
    }

    static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    /** Says when a loop has left a bearer. */
    @FunctionalInterface
    interface Drain<T> {
        void drain(TurnLoop loop, Bearer<T> leaving, Runnable done);
    }
}
