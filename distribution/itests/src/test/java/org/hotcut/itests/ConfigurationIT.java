package org.hotcut.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The files that an administrator finds in {@code etc} have every setting that a bundle of ours knows, with its default, and no other. */
public class ConfigurationIT extends HotcutContainer {
    private static final Pattern SETTING = Pattern.compile("(?:# )?([A-Za-z][A-Za-z0-9.]*) = ?(.*)");

    /** Settings of one pid as the bundle declares them, name to default. */
    private record Declared(String pid, boolean factory, Map<String, String> settings) { }

    @Test
    public void everySettingStandsInTheFileOfItsBundleWithItsDefault() throws Exception {
        List<Declared> declared = declared().stream().filter(one -> !one.factory).collect(Collectors.toList());
        assertTrue("too few: " + declared, declared.size() >= 8);
        for (Declared one : declared) {
            assertEquals(one.pid + ".cfg", one.settings, settings(etc().resolve(one.pid + ".cfg")));
        }
    }

    @Test
    public void everySettingOfAListenerStandsInTheFilesOfListeners() throws Exception {
        Declared listener = declared().stream().filter(one -> one.factory).findFirst().orElseThrow();
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(etc())) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith(listener.pid + '-')).collect(Collectors.toList())) {
                found.putAll(settings(file));
            }
        }
        assertEquals(listener.settings.keySet(), found.keySet());
    }

    private List<Declared> declared() throws Exception {
        List<Declared> all = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().startsWith("org.hotcut.") && bundle.findEntries("OSGI-INF/metatype", "*.xml", false) != null) {
                for (URL file : Collections.list(bundle.findEntries("OSGI-INF/metatype", "*.xml", false))) {
                    all.add(read(file));
                }
            }
        }
        return all;
    }

    private static Declared read(URL file) throws Exception {
        try (InputStream in = file.openStream()) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            Element designate = elements(document, "Designate").get(0);
            Map<String, String> settings = new TreeMap<>();
            elements(document, "AD").forEach(setting -> settings.put(setting.getAttribute("id"), setting.getAttribute("default")));
            boolean factory = designate.hasAttribute("factoryPid");
            return new Declared(designate.getAttribute(factory ? "factoryPid" : "pid"), factory, settings);
        }
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Map<String, String> settings(Path file) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                settings.put(setting.group(1), setting.group(2).trim());
            }
        }
        return settings;
    }

    private static Path etc() {
        return Path.of(System.getProperty("karaf.etc"));
    }
}
