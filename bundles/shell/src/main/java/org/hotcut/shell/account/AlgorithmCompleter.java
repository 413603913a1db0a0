package org.hotcut.shell.account;

import java.util.Arrays;
import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.hotcut.core.api.account.DigestAlgorithm;

/** Completes the hash functions of a challenge. */
@Service
public final class AlgorithmCompleter implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> tokens = Arrays.stream(DigestAlgorithm.values()).map(DigestAlgorithm::token).toList();
        return new StringsCompleter(tokens).complete(session, line, candidates);
    }
}
