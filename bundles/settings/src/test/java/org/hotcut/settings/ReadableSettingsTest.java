package org.hotcut.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

class ReadableSettingsTest {
    private static final String PID = "org.hotcut.turn.server";
    private static final Object[][] SETTINGS = {
        {"nonce.seconds", AttributeDefinition.INTEGER, 0, "3600"}, {"speed.user", AttributeDefinition.LONG, 0, "0"}, {"share", AttributeDefinition.DOUBLE, 0, "0.5"},
        {"mobility", AttributeDefinition.BOOLEAN, 0, "true"}, {"software", AttributeDefinition.STRING, 0, ""}, {"secrets", AttributeDefinition.STRING, Integer.MAX_VALUE, ""}};

    private final Hashtable<String, String> headers = new Hashtable<>(Map.of("Hotcut-Role", "behaviour"));
    private final Bundle bundle = stub(Bundle.class, Map.of("getHeaders", headers, "getBundleId", 7L, "getLastModified", 1L));
    private final ServiceReference<?> component = stub(ServiceReference.class, Map.of("getBundle", bundle));
    private ReadableSettings settings;

    @BeforeEach
    void declare() {
        AttributeDefinition[] all = Arrays.stream(SETTINGS).map(one -> stub(AttributeDefinition.class,
            Map.of("getID", one[0], "getType", one[1], "getCardinality", one[2], "getDefaultValue", new String[] {(String) one[3]}))).toArray(AttributeDefinition[]::new);
        ObjectClassDefinition configured = stub(ObjectClassDefinition.class, Map.of("getAttributeDefinitions", all));
        MetaTypeInformation information = stub(MetaTypeInformation.class,
            Map.of("getPids", new String[] {PID}, "getFactoryPids", new String[] {"org.hotcut.several"}, "getObjectClassDefinition", configured));
        settings = new ReadableSettings(stub(MetaTypeService.class, Map.of("getMetaTypeInformation", information)));
    }

    /** Answers each method by its name. */
    private static <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answers.get(method.getName())));
    }

    private Dictionary<String, Object> delivered(String... written) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("service.pid", PID, "felix.fileinstall.filename", "file:/some/where/etc/" + PID + ".cfg"));
        for (int i = 0; i < written.length; i += 2) {
            properties.put(written[i], written[i + 1]);
        }
        settings.modifyConfiguration(component, properties);
        return properties;
    }

    @Test
    void whatCanBeReadIsDeliveredAsWhatItIs() {
        Dictionary<String, Object> all = delivered("nonce.seconds", " 60 ", "speed.user", "5000000000", "share", "0.25", "mobility", "False", "software", "x", "secrets", "a, b");
        assertEquals(List.of(60, 5_000_000_000L, 0.25, false, "x", "a, b"),
            List.of(all.get("nonce.seconds"), all.get("speed.user"), all.get("share"), all.get("mobility"), all.get("software"), all.get("secrets")));
        assertEquals(Map.of(), settings.status());
    }

    @ParameterizedTest
    @CsvSource({"nonce.seconds,1h,'no whole number up to 2147483647; 3600'", "nonce.seconds,3000000000,'no whole number up to 2147483647; 3600'",
        "speed.user,1e6,'no whole number; 0'", "share,half,'no number; 0.5'", "mobility,yes,'neither true nor false; true'", "mobility,1,'neither true nor false; true'"})
    void whatCannotBeReadIsTheDefault(String name, String text, String is) {
        assertNull(delivered(name, text).get(name));
        assertEquals(Map.of("fault", PID + ".cfg: " + name + " = " + text + " is " + is + " is in force"), settings.status());
    }

    @Test
    void orWhatItWasBefore() {
        delivered("nonce.seconds", "60", "mobility", "false");
        Dictionary<String, Object> second = delivered("nonce.seconds", "sixty", "mobility", "no", "speed.user", "7");
        assertEquals(List.of(60, false, 7L), List.of(second.get("nonce.seconds"), second.get("mobility"), second.get("speed.user")));
        assertEquals(60, delivered("nonce.seconds", "still sixty").get("nonce.seconds"));
        assertEquals(Map.of("fault", PID + ".cfg: nonce.seconds = still sixty is no whole number up to 2147483647; 60 is in force"), settings.status());
        assertEquals(90, delivered("nonce.seconds", "90").get("nonce.seconds"));
        assertEquals(Map.of(), settings.status());
    }

    @Test
    void whatIsTakenOutOrEmptyIsTheDefaultAgain() {
        delivered("nonce.seconds", "60");
        assertNull(delivered("nonce.seconds", " ").get("nonce.seconds"));
        assertNull(delivered("nonce.seconds", "sixty").get("nonce.seconds"));
    }

    @Test
    void aNameThatIsNoneIsSaid() {
        delivered("nonce.second", "60", "Nonce.Seconds", "60", ".private", "x", "service.ranking", "5", "component.name", "x");
        assertEquals(Map.of("fault", PID + ".cfg: there is no setting nonce.second"), settings.status());
    }

    @Test
    void whatIsNoTextIsLeftAlone() {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("service.pid", PID, "nonce.seconds", 5L));
        settings.modifyConfiguration(component, properties);
        assertEquals(5L, properties.get("nonce.seconds"));
    }

    @Test
    void ofSeveralEachHasItsOwn() {
        for (String which : List.of("a", "b")) {
            settings.modifyConfiguration(component, new Hashtable<>(Map.of("service.pid", "org.hotcut.several." + which, ConfigurationAdmin.SERVICE_FACTORYPID, "org.hotcut.several",
                "nonce.seconds", which)));
        }
        assertEquals(2, settings.status().get("fault").toString().split("; org").length);
        ServiceReference<ConfigurationAdmin> admin = stub(ServiceReference.class, Map.of());
        settings.configurationEvent(new ConfigurationEvent(admin, ConfigurationEvent.CM_UPDATED, "org.hotcut.several", "org.hotcut.several.a"));
        settings.configurationEvent(new ConfigurationEvent(admin, ConfigurationEvent.CM_DELETED, "org.hotcut.several", "org.hotcut.several.a"));
        assertEquals(Map.of("fault", "org.hotcut.several.b: nonce.seconds = b is no whole number up to 2147483647; 3600 is in force"), settings.status());
    }

    @Test
    void bundlesOfOthersAndWhatNobodyDeclaresAreLeftAlone() {
        Dictionary<String, Object> unknown = new Hashtable<>(Map.of("service.pid", "org.hotcut.unknown", "nonce.seconds", "x"));
        settings.modifyConfiguration(component, unknown);
        settings.modifyConfiguration(null, unknown);
        assertEquals("x", unknown.get("nonce.seconds"));
        headers.clear();
        assertEquals("x", delivered("nonce.seconds", "x").get("nonce.seconds"));
        assertEquals(Map.of(), settings.status());
    }
}
