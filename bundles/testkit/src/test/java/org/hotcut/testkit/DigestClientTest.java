package org.hotcut.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DigestClientTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("hotcut.vectors", "absent"), "digest", "examples.json");

    @TestFactory
    List<DynamicTest> theWorkedExamplesOfTheRfcsComeOut() throws IOException {
        assumeTrue(Files.exists(EXAMPLES), "no digest examples at " + EXAMPLES);
        List<DynamicTest> tests = new ArrayList<>();
        Matcher each = Pattern.compile("\\{[^{}]*\"response\"[^{}]*}").matcher(Files.readString(EXAMPLES));
        while (each.find()) {
            Map<String, String> example = new HashMap<>();
            Matcher field = Pattern.compile("\"(\\w+)\": \"([^\"]*)\"").matcher(each.group());
            while (field.find()) {
                example.put(field.group(1), unescaped(field.group(2)));
            }
            tests.add(DynamicTest.dynamicTest(example.get("source") + ' ' + example.get("algorithm"), () -> check(example)));
        }
        return tests;
    }

    private static String unescaped(String json) {
        return Pattern.compile("\\\\u([0-9a-f]{4})").matcher(json).replaceAll(hit -> String.valueOf((char) Integer.parseInt(hit.group(1), 16)));
    }

    private static void check(Map<String, String> example) {
        DigestAlgorithm algorithm = DigestAlgorithm.of(example.get("algorithm"));
        String challenge = "Digest realm=\"" + example.get("realm") + "\", nonce=\"" + example.get("nonce") + "\", algorithm=" + algorithm.token()
            + (example.containsKey("qop") ? ", qop=\"auth\"" : "");
        String answer = new DigestClient(example.get("username"), example.get("password")).cnonce(example.get("cnonce"))
            .answer(challenge, example.get("method"), example.get("uri"));
        assertEquals(example.get("response"), DigestClient.parameters(answer).get("response"));
    }

    @Test
    void eachAnswerToANonceCountsOn() {
        DigestClient client = new DigestClient("alice", "secret");
        client.answer("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "REGISTER", "sip:r");
        String second = client.answer("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "REGISTER", "sip:r");
        assertEquals("00000002", DigestClient.parameters(second).get("nc"));
    }
}
