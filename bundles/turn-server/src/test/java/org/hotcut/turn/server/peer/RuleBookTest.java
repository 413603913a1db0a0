package org.hotcut.turn.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.TurnAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class RuleBookTest {
    private Dictionary<String, Object> stored;
    private final Endpoint aListenerOfOurs = new Endpoint("turn", Protocol.UDP, new InetSocketAddress(Spelling.address("8.8.4.4"), 3478), null, 3478);
    private final RuleBook book = new RuleBook(new RuleStore(configurations()), () -> new Surroundings(Set.of(Spelling.address("8.8.4.4")), List.of(), List.of(aListenerOfOurs)));

    /** One configuration, as the service keeps it. */
    private ConfigurationAdmin configurations() {
        Configuration configuration = proxy(Configuration.class, (method, arguments) -> {
            if (method.equals("update")) {
                stored = copy(arguments[0]);
            }
            return method.equals("getProperties") && stored != null ? copy(stored) : null;
        });
        return proxy(ConfigurationAdmin.class, (method, arguments) -> configuration);
    }

    private interface Calls {
        Object call(String method, Object... arguments);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> calls.call(method.getName(), arguments)));
    }

    @SuppressWarnings("unchecked")
    private static Dictionary<String, Object> copy(Object properties) {
        Dictionary<String, Object> copy = new Hashtable<>();
        Dictionary<String, Object> from = (Dictionary<String, Object>) properties;
        from.keys().asIterator().forEachRemaining(key -> copy.put(key, from.get(key)));
        return copy;
    }

    private List<TurnAdmin.Rule> own() throws IOException {
        return book.all().stream().filter(rule -> !rule.builtIn()).toList();
    }

    @Test
    void whatIsSaidLastStandsFirst() throws IOException {
        book.put("pbx", true, "10.0.0.5", "10000-20000");
        book.put("mail", false, "0.0.0.0/0", "25");
        assertEquals("deny mail 0.0.0.0/0 25, allow pbx 10.0.0.5 10000-20000", stored.get("rules"));
        book.put("pbx", true, "10.0.0.6", "");
        assertEquals("allow pbx 10.0.0.6, deny mail 0.0.0.0/0 25", stored.get("rules"));
        assertEquals(List.of(new TurnAdmin.Rule("pbx", true, "10.0.0.6", "", false), new TurnAdmin.Rule("mail", false, "0.0.0.0/0", "25", false)), own());
        assertTrue(book.remove("pbx"));
        assertFalse(book.remove("pbx"));
        assertEquals("deny mail 0.0.0.0/0 25", stored.get("rules"));
    }

    @Test
    void keepsWhatElseIsConfigured() throws IOException {
        stored = new Hashtable<>();
        stored.put("nat64", "2600:64::/96");
        book.put("pbx", true, "10.0.0.5", "");
        assertEquals("2600:64::/96", stored.get("nat64"));
    }

    @Test
    void showsWhatNoRuleOpensBeforeAndTheRestBehind() throws IOException {
        book.put("pbx", true, "10.0.0.5", "");
        List<String> names = book.all().stream().map(TurnAdmin.Rule::name).distinct().toList();
        assertEquals("this network", names.get(0));
        assertTrue(names.indexOf("multicast") < names.indexOf("pbx"));
        assertTrue(names.indexOf("pbx") < names.indexOf("addresses of this server"));
        assertTrue(names.indexOf("addresses of this server") < names.indexOf("private (RFC 1918)"));
        assertEquals("not handed out by IANA", names.get(names.size() - 1));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 80, cannot be allowed", "224.0.0.0/8,, cannot be allowed", "::,, cannot be allowed", "127.0.0.1,, which ports", "::1,, which ports", "8.8.4.4,, which ports", "8.8.4.4, 3478, listens itself",
        "10.0.0.1/8,, bits are set", "10.0.0.5, 0, not a port", "pbx.example.org,, names are not looked up"})
    void refusesWithASentenceWhatWouldHaveNoEffect(String network, String ports, String sentence) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> book.put("x", true, network, ports == null ? "" : ports));
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
    }

    @Test
    void takesWhatHasAnEffect() throws IOException {
        book.put("loop", true, "127.0.0.1", "1-65535");
        book.put("own", true, "8.8.4.4", "10000-20000");
        book.put("all", true, "0.0.0.0/0", "");
        book.put("net", false, "224.0.0.0/4", "");
        assertEquals(4, own().size());
    }

    @Test
    void writesNothingWhileARuleCannotBeReadAndForgetsThatOneToo() throws IOException {
        stored = new Hashtable<>();
        stored.put("rules", new String[] {"allow mail 0.0.0.0/0 twenty-five", "allow pbx 10.0.0.5"});
        assertTrue(assertThrows(IllegalArgumentException.class, () -> book.put("x", true, "10.0.0.6", "")).getMessage().contains("twenty-five"));
        assertTrue(book.remove("mail"));
        assertEquals("allow pbx 10.0.0.5", stored.get("rules"));
        book.put("x", true, "10.0.0.6", "");
        assertEquals(2, own().size());
    }

    @Test
    void hasACap() throws IOException {
        stored = new Hashtable<>();
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < Rules.MOST; i++) {
            rules.append("deny r").append(i).append(" 9.0.").append(i / 256).append('.').append(i % 256).append(',');
        }
        stored.put("rules", rules.toString());
        assertThrows(IllegalArgumentException.class, () -> book.put("x", false, "10.0.0.6", ""));
        book.put("r0", false, "10.0.0.6", "");
        assertEquals(Rules.MOST, own().size());
    }
}
