package org.hotcut.shell.edge;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.hotcut.core.api.upgrade.Report;
import org.hotcut.core.api.upgrade.Upgrades;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "edge", name = "update", description = "Swaps a bundle for another version of it while calls are up.",
    detailedDescription = "The new jar is resolved beside the old one first. If it does not come up, the old one is back within seconds. What was updated stays so after a "
        + "restart.\n\n  edge:update bundles/sip-proxy/target/sip-proxy-0.1.0.jar\n  edge:update mvn:org.hotcut/sip-proxy/0.2.0\n"
        + "  edge:update --state sip-core-0.2.0.jar    # accepts what is lost: calls being set up")
public final class EdgeUpdate extends HotcutCommand {
    @Argument(name = "JAR", description = "A file, or a URL", required = true)
    @Completion(FileCompleter.class)
    String jar;

    @Option(name = "--state", description = "Also when it is a state or api bundle; it says what is lost")
    boolean state;

    @Override
    protected void run(Services services) throws Exception {
        Report report = services.need(Upgrades.class).update(uri(jar, session().currentDir(), startedIn()), state, out()::println);
        finish(report);
    }

    private static Path startedIn() {
        return Path.of(System.getProperty("hotcut.folder", "")).toAbsolutePath();
    }

    private void finish(Report report) throws CommandException {
        UpgradeText.lines(report).forEach(out()::println);
        if (!UpgradeText.isGood(report)) {
            throw new CommandException("The update of " + report.bundle() + " is not in force");
        }
    }

    /** A relative file is looked for in the console's folder, then in the one the server was started from. */
    static URI uri(String text, Path... folders) {
        // one letter is a drive
        if (text.indexOf(':') > 1) {
            return URI.create(text);
        }
        for (Path folder : folders) {
            Path file = folder.resolve(text);
            if (Files.isRegularFile(file)) {
                return file.toUri();
            }
        }
        throw new IllegalArgumentException("There is no file " + text + " in " + String.join(" or ", Arrays.stream(folders).map(Path::toString).distinct().toList()));
    }
}
