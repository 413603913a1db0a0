package org.hotcut.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.testkit.DigestClient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestResponseTest {
    /** Computed with Python's hashlib for alice, realm example.org, password wonderland. */
    @ParameterizedTest
    @CsvSource({
        "MD5, d75bd6db454a0fedd5ac4050fcd10690",
        "SHA_256, 3a172249a43ec5eca3dd35659fd92ed7f1e21199546ac9945c6d9ffd3959c679",
        "SHA_512_256, c5da8a797c79531a5308179612000d6fc1a8737e5b765ad771c598d43be064dd"})
    void agreesWithAnotherProgram(DigestAlgorithm algorithm, String response) {
        String ha1 = DigestClient.hash(algorithm, "alice:example.org:wonderland");
        Credentials credentials = credentials("alice", "example.org", "abc", "sip:example.org", response, algorithm.token(), "00000001", "0a4f113b");
        assertTrue(DigestResponse.matches(credentials, algorithm, ha1, "REGISTER"));
        assertFalse(DigestResponse.matches(credentials, algorithm, ha1, "INVITE"));
        assertFalse(DigestResponse.matches(credentials, algorithm, DigestClient.hash(algorithm, "alice:example.org:wonderlanD"), "REGISTER"));
    }

    @Test
    void whatIsNotHexadecimalDoesNotMatch() {
        Credentials credentials = credentials("alice", "example.org", "abc", "sip:example.org", "not hexadecimal", "MD5", "00000001", "c");
        assertFalse(DigestResponse.matches(credentials, DigestAlgorithm.MD5, "00", "REGISTER"));
    }

    @Test
    void agreesWithTheExamplesOfTheRfcs() throws IOException {
        Path file = Path.of(System.getProperty("hotcut.vectors", "")).resolve("digest/examples.json");
        Assumptions.assumeTrue(Files.exists(file), "the RFCs' test vectors are not on this machine (property hotcut.vectors)");
        List<String> examples = objects(Files.readString(file));
        assertTrue(examples.size() >= 4);
        for (String example : examples) {
            DigestAlgorithm algorithm = DigestAlgorithm.of(field(example, "algorithm"));
            String ha1 = DigestClient.hash(algorithm, field(example, "username") + ':' + field(example, "realm") + ':' + field(example, "password"));
            Credentials credentials = credentials(field(example, "username"), field(example, "realm"), field(example, "nonce"), field(example, "uri"),
                field(example, "response"), algorithm.token(), field(example, "nc"), field(example, "cnonce"));
            assertTrue(DigestResponse.matches(credentials, algorithm, ha1, field(example, "method")), field(example, "source"));
        }
    }

    private static Credentials credentials(String user, String realm, String nonce, String uri, String response, String algorithm, String nc, String cnonce) {
        return new Credentials(user, realm, nonce, uri, response, algorithm, cnonce, "auth", nc, Long.parseLong(nc, 16));
    }

    private static List<String> objects(String json) {
        List<String> objects = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\{[^{}]*\"source\"[^{}]*\\}").matcher(json);
        while (matcher.find()) {
            objects.add(matcher.group());
        }
        return objects;
    }

    private static String field(String object, String name) {
        Matcher matcher = Pattern.compile('"' + name + "\": *\"([^\"]*)\"").matcher(object);
        assertTrue(matcher.find(), name);
        Matcher escapes = Pattern.compile("\\\\u([0-9a-f]{4})").matcher(matcher.group(1));
        return escapes.replaceAll(result -> String.valueOf((char) Integer.parseInt(result.group(1), 16)));
    }
}
