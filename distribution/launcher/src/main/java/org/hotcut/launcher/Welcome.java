package org.hotcut.launcher;

import java.util.Collection;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Prints, once, what the bundle {@code shell} has to say to whoever started the server: where it listens and what to do next.
 *
 * <p>Listeners open by themselves, a little after their bundle; one that cannot is said to be missing after {@link #PATIENCE_MILLIS}.
 */
final class Welcome {

    private static final long PATIENCE_MILLIS = 3000;
    private static final long STEP_MILLIS = 50;

    private final BundleContext context;

    /** @param context that of the framework itself */
    Welcome(BundleContext context) {
        this.context = context;
    }

    /** Prints it; returns when it is printed, or at once when nobody has anything to say. */
    void print() throws InvalidSyntaxException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        String text = ask(false);
        while (text == null && System.nanoTime() < end) {
            Thread.sleep(STEP_MILLIS);
            text = ask(false);
        }
        text = text == null ? ask(true) : text;
        if (text != null) {
            // on the console a prompt may stand on the line already
            System.out.println(Boolean.getBoolean("karaf.startLocalConsole") ? System.lineSeparator() + text : text);
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private String ask(boolean anyway) throws InvalidSyntaxException {
        Collection<ServiceReference<Function>> references = context.getServiceReferences(Function.class, "(hotcut.name=welcome)");
        for (ServiceReference<Function> reference : references) {
            Function<Boolean, String> welcome = context.getService(reference);
            if (welcome != null) {
                String text = welcome.apply(anyway);
                context.ungetService(reference);
                return text;
            }
        }
        return null;
    }
}
