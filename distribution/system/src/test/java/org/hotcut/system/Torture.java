package org.hotcut.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A message of RFC 4475 or RFC 5118 and what its manifest says must become of it.
 *
 * @param name    as the RFC calls it
 * @param bytes   as it travels
 * @param outcome one of the manifest's words
 * @param codes   the answers it names
 */
record Torture(String name, byte[] bytes, String outcome, List<Integer> codes) {
    private static final Path VECTORS = Path.of(System.getProperty("hotcut.vectors", "absent"));
    private static final Pattern ENTRY = Pattern.compile("\"file\": \"([^\"]+)\\.dat\".*?\"outcome\": \"([^\"]+)\",\\s*\"codes\": \\[([^\\]]*)\\]", Pattern.DOTALL);
    private static final Pattern VIA = Pattern.compile("\r\n(?:via|v)[ \t]*:[^;]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BRANCH = Pattern.compile("\r\n(?:via|v)[ \t]*:[^\r]*?branch=(z9hG4bK[^;,\r]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CALL_ID = Pattern.compile("\r\n(?:call-id|i)[ \t]*:[ \t]*([^\r]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile(":(\\d+)\\s*$");
    private static final Set<Integer> NOT_OF_A_GOOD_MESSAGE = Set.of(400, 505);

    /** Returns all of them, or skips the test. */
    static List<Torture> all() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(VECTORS.resolve("rfc4475")), "the RFCs' test vectors are not on this machine (property hotcut.vectors)");
        List<Torture> all = new ArrayList<>();
        for (String rfc : List.of("rfc4475", "rfc5118")) {
            Path folder = VECTORS.resolve(rfc);
            Matcher entry = ENTRY.matcher(Files.readString(folder.resolve("manifest.json")));
            while (entry.find()) {
                List<Integer> codes = Pattern.compile("\\d+").matcher(entry.group(3)).results().map(code -> Integer.valueOf(code.group())).toList();
                all.add(new Torture(entry.group(1), Files.readAllBytes(folder.resolve(entry.group(1) + ".dat")), entry.group(2), codes));
            }
        }
        Assertions.assertEquals(61, all.size());
        return all;
    }

    /** Returns the message; its branch or, where that does not count, its Call-ID is another one when it was there before: to a server that is a retransmission. */
    byte[] fresh(Set<String> seen) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher id = BRANCH.matcher(text);
        if (!id.find()) {
            id = CALL_ID.matcher(text);
        }
        if (!id.find(0) || seen.add(id.group(1))) {
            return bytes;
        }
        String more = "-" + seen.size();
        seen.add(id.group(1) + more);
        return new StringBuilder(text).insert(id.end(1), more).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the port where the answer over UDP is awaited (RFC 3261 section 18.2.2). */
    int port() {
        Matcher via = VIA.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        Matcher port = PORT.matcher(via.find() ? via.group() : "");
        return port.find() ? Integer.parseInt(port.group(1)) : 5060;
    }

    /** Returns whether nothing may come back. */
    boolean wantsSilence() {
        return outcome.equals("drop") || outcome.equals("accept-response");
    }

    /** Fails unless this answer, null for none, is what the manifest says; a 400 names the fault. */
    void check(String answer) {
        String line = answer == null ? "silence" : Texts.startLine(answer);
        int status = answer == null ? 0 : Texts.status(answer);
        boolean good = switch (outcome) {
            case "drop", "accept-response" -> answer == null;
            case "reject" -> codes.contains(status);
            case "reject-or-drop" -> answer == null || status / 100 == 4;
            case "accept-or-400" -> status == 400 || isOfAGoodMessage(status);
            case "either", "accept" -> codes.contains(status) || isOfAGoodMessage(status);
            default -> throw new AssertionError("unknown outcome " + outcome);
        };
        Assertions.assertTrue(good, name + ": " + outcome + ' ' + codes + ", but " + line);
        Assertions.assertFalse(line.equals("SIP/2.0 400 Bad Request"), name + ": the reason does not name the fault");
    }

    private static boolean isOfAGoodMessage(int status) {
        return status >= 200 && !NOT_OF_A_GOOD_MESSAGE.contains(status);
    }
}
