package org.hotcut.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.hotcut.upgrade.sample.Speaker;

/** Builds bundles: {@code Jars.bundle("a.b", "1.0.0").component(Speaker.class).write(folder)}. */
final class Jars {
    private final String name;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private boolean immediate = true;
    private String reference = "";
    private String bears = "speaker";

    private Jars(String name, String version) {
        this.name = name;
        header("Bundle-ManifestVersion", "2").header("Bundle-SymbolicName", name).header("Bundle-Version", version).header("Hotcut-Role", "behaviour");
    }

    static Jars bundle(String name, String version) {
        return new Jars(name, version);
    }

    /** A behaviour bundle that works. */
    static Jars speaker(String version) {
        return bundle("org.hotcut.speaker", version).component(Speaker.class);
    }

    Jars header(String key, String value) {
        headers.put(key, value);
        return this;
    }

    Jars entry(String path, String text) {
        entries.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Jars delayed() {
        immediate = false;
        return this;
    }

    Jars needing(Class<?> service) {
        reference = "<reference name='missed' interface='" + service.getName() + "' field='none'/>";
        return this;
    }

    Jars bearing(String hotcutName) {
        bears = hotcutName;
        return this;
    }

    Jars component(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream("/" + path)) {
            entries.put(path, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        entries.put("OSGI-INF/one.xml", type.getName().getBytes(StandardCharsets.UTF_8));
        return header("Service-Component", "OSGI-INF/one.xml");
    }

    URI write(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, name, ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getKey().equals("OSGI-INF/one.xml") ? description(entry.getValue()) : entry.getValue());
                jar.closeEntry();
            }
        }
        return file.toUri();
    }

    private byte[] description(byte[] type) {
        String xml = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='sample' immediate='" + immediate + "'>"
            + "<implementation class='" + new String(type, StandardCharsets.UTF_8) + "'/><property name='hotcut.name' value='" + bears + "'/>"
            + "<service><provide interface='java.util.function.Supplier'/></service>" + reference + "</scr:component>";
        return xml.getBytes(StandardCharsets.UTF_8);
    }
}
