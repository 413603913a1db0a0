package org.hotcut.shell;

import java.io.PrintStream;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.osgi.framework.BundleContext;

/** What all commands have in common: services are found when a command runs, and errors are one sentence. */
public abstract class HotcutCommand implements Action {
    @Reference
    BundleContext bundles;

    @Reference
    Session session;

    @Override
    public final Object execute() throws Exception {
        try (Services services = new Services(bundles)) {
            run(services);
            return null;
        } catch (AbsentException | IllegalArgumentException | IllegalStateException | java.io.IOException e) {
            // with this exception the console shows the sentence, and no stack trace fills the log
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** Does the work. What it throws with a message is shown to the admin. */
    protected abstract void run(Services services) throws Exception;

    /** Returns where to print. */
    protected final PrintStream out() {
        return session.getConsole();
    }

    /** Returns the console, for input. */
    protected final Session session() {
        return session;
    }
}
