package org.hotcut.itests;

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
import org.osgi.framework.Bundle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What can be configured of our bundles, as they declare it, and the files that an administrator finds in {@code etc}.
 *
 * @param pid      the configuration
 * @param factory  whether there is a file for each of several
 * @param defaults name to default
 */
record Settings(String pid, boolean factory, Map<String, String> defaults) {
    private static final Pattern SETTING = Pattern.compile("([A-Za-z][A-Za-z0-9.]*) *= *(.*)");

    /** Reads what bundles declare. */
    static List<Settings> declared(Stream<Bundle> bundles) throws Exception {
        List<Settings> all = new ArrayList<>();
        for (Bundle bundle : bundles.filter(one -> one.findEntries("OSGI-INF/metatype", "*.xml", false) != null).collect(Collectors.toList())) {
            for (URL file : Collections.list(bundle.findEntries("OSGI-INF/metatype", "*.xml", false))) {
                all.add(read(file));
            }
        }
        return all;
    }

    /** Returns what stands in the file, or in all files of a factory, where the last one's values count. */
    Map<String, String> written() throws IOException {
        Map<String, String> written = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("karaf.etc")))) {
            for (Path file : files.filter(this::isMine).collect(Collectors.toList())) {
                written.putAll(settings(file));
            }
        }
        return written;
    }

    private boolean isMine(Path file) {
        String name = file.getFileName().toString();
        return factory ? name.startsWith(pid + '-') : name.equals(pid + ".cfg");
    }

    private static Settings read(URL file) throws Exception {
        try (InputStream in = file.openStream()) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            Element designate = elements(document, "Designate").get(0);
            Map<String, String> settings = new TreeMap<>();
            elements(document, "AD").forEach(setting -> settings.put(setting.getAttribute("id"), setting.getAttribute("default").replace("\\", "")));
            boolean factory = designate.hasAttribute("factoryPid");
            return new Settings(designate.getAttribute(factory ? "factoryPid" : "pid"), factory, settings);
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
}
