package org.hotcut.sip.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3841 section 7.2, with the feature tags of RFC 3840. */
class CallerPreferencesTest {
    private static int score(String features, String... headers) {
        return new CallerPreferences(Sip.request(Calls.text("INVITE", "sip:bob@example.org", headers))).score(new Bound().features(features).binding());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "audio | *;audio | 1000",
        "audio | *;video | 0",
        "audio | *;audio;video | 500",
        "audio;video=\"FALSE\" | *;video | 0",
        "audio;video=\"FALSE\" | *;video;require | -1",
        "audio;video | *;video=\"FALSE\";require | -1",
        "audio | *;video;require | 0",
        "audio | *;video;require;explicit | -1",
        "audio | *;audio;video;explicit | 0",
        "audio | *;audio;require;explicit | 1000",
        "mobility=\"fixed\" | *;mobility=\"mobile\" | 0",
        "mobility=\"fixed,mobile\" | *;mobility=\"mobile\";require | 1000",
        "mobility=\"!mobile\" | *;mobility=\"mobile\";require | -1",
        "mobility=\"!mobile\" | *;mobility=\"fixed\";require | 1000",
        "mobility=\"MOBILE\" | *;mobility=\"mobile\";require | 1000",
        "priority=\"#>=5\" | *;priority=\"#=7\";require | 1000",
        "priority=\"#>=5\" | *;priority=\"#<=4\";require | -1",
        "priority=\"#1:5\" | *;priority=\"#5:9\";require | 1000",
        "priority=\"#1:5\" | *;priority=\"!#0:9\";require | -1",
        "priority=\"#1:5\" | *;priority=\"!#2:9\";require | 1000",
        "description=\"<PC>\" | *;description=\"<PC>\";require | 1000",
        "description=\"<PC>\" | *;description=\"<pc>\";require | -1",
        "+sip.rendering=\"yes\" | *;+sip.rendering=\"yes\";require | 1000",
        "priority=\"#x\" | *;priority=\"#1:5\" | 1000"})
    void rfc3841_7_2_4_acceptContact(String features, String wanted, int score) {
        assertEquals(score, score(features, "Accept-Contact: " + wanted));
    }

    @Test
    void rfc3841_7_2_4_severalAcceptContactsThatAreMetAreAveraged() {
        assertEquals(750, score("audio;text", "Accept-Contact: *;audio;text", "a: *;audio;video"));
        assertEquals(1000, score("audio;video=\"FALSE\"", "Accept-Contact: *;audio", "a: *;video"), "what is not met is left out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "audio;video;methods=\"INVITE,BYE\" | 833",
        "audio=\"FALSE\";methods=\"INVITE\";actor=\"msg-taker\" | -1",
        "audio;actor=\"msg-taker\";methods=\"INVITE\";video | -1",
        "audio;methods=\"INVITE,OPTIONS\" | 500"})
    void rfc3841_7_2_5_theExampleOfTheRfc(String features, int score) {
        assertEquals(score, score(features, "Reject-Contact: *;actor=\"msg-taker\";video", "Accept-Contact: *;audio;require", "Accept-Contact: *;video;explicit",
            "Accept-Contact: *;methods=\"BYE\";class=\"business\";q=1.0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "automata | *;automata | -1",
        "automata;video | *;automata;video | -1",
        "automata=\"FALSE\" | *;automata | 1000",
        "audio | *;automata | 1000",
        "automata | *;automata;video | 1000",
        "actor=\"msg-taker\" | *;actor=\"msg-taker\" | -1",
        "actor=\"principal\" | *;actor=\"msg-taker\" | 1000",
        "audio | * | 1000"})
    void rfc3841_7_2_4_rejectContact(String features, String unwanted, int score) {
        assertEquals(score, score(features, "Reject-Contact: " + unwanted));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"none, 1000", "'methods=\"INVITE,BYE\"', 1000", "'methods=\"MESSAGE\"', -1", "audio, 1000"})
    void rfc3841_7_2_2_1_whoSaysNothingWantsADeviceThatKnowsTheMethod(String features, int score) {
        assertEquals(score, score(features));
    }

    @Test
    void rfc3841_7_2_3_whoSaysNothingOfHimselfIsImmune() {
        assertEquals(1000, score(null, "Accept-Contact: *;video;require;explicit", "Reject-Contact: *;automata"));
    }

    @Test
    void whateverIsSentIsReadInBoundedTime() {
        String[] tags = new String[100];
        Arrays.setAll(tags, i -> "+t" + i + "=\"" + "a,".repeat(30) + '"');
        String many = String.join(";", tags);
        assertEquals(1000, score(many, "Accept-Contact: *;" + many));
    }
}
