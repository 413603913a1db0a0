package org.hotcut.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FeatureRecordTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Ledger.Jar DELIVERED = new Ledger.Jar("1.0.0", "a/1.0.0-0.jar");
    private static final Ledger.Jar NEW = new Ledger.Jar("1.0.1", "a/1.0.1-1.jar");

    @TempDir
    Path folder;

    @Test
    void theFileNamesEachReplacementWhateverCharactersThereAre() throws Exception {
        Ledger.Entry entry = new Ledger.Entry("a", "mvn:org.example/a&b/1.0.0", List.of(DELIVERED, NEW), null, NOW);
        String xml = FeatureRecord.xml(List.of(entry), jar -> Path.of("/data \"x\"").resolve(jar));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        NodeList bundles = factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagNameNS("http://karaf.apache.org/xmlns/features-processing/v1.0.0", "bundle");
        assertEquals(1, bundles.getLength());
        Element bundle = (Element) bundles.item(0);
        assertEquals("mvn:org.example/a&b/1.0.0", bundle.getAttribute("originalUri"));
        assertEquals("file:///data%20%22x%22/a/1.0.1-1.jar", bundle.getAttribute("replacement").replace("file:/data", "file:///data"));
        assertEquals("maven", bundle.getAttribute("mode"));
    }

    @Test
    void withoutAFeatureServiceTheFileIsWrittenAndTheDoubtIsSaid() throws Exception {
        Ledger.Entry managed = new Ledger.Entry("a", "mvn:org.example/a/1.0.0", List.of(DELIVERED, NEW), null, NOW);
        Ledger.Entry unmanaged = new Ledger.Entry("b", "", List.of(DELIVERED, NEW), null, NOW);
        Ledger.Entry trying = new Ledger.Entry("c", "mvn:org.example/c/1.0.0", List.of(DELIVERED), NEW, NOW);
        Path file = folder.resolve("replacements.xml");
        String doubt = new FeatureRecord(file, () -> null).apply(List.of(managed, unmanaged, trying), folder::resolve);
        assertEquals("the feature service is away", doubt);
        String xml = Files.readString(file);
        assertTrue(xml.contains("mvn:org.example/a/1.0.0"));
        assertEquals(1, xml.split("<bundle ", -1).length - 1);
    }
}
