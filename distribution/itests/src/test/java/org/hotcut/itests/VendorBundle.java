package org.hotcut.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.hotcut.itests.vendor.MessengerSender;

/** Makes the jar that bnd would make of {@link MessengerSender} with its DS annotations. */
final class VendorBundle {
    private static final String COMPONENT = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='messenger' init='1'>"
            + "<property name='hotcut.name' value='messenger'/><service><provide interface='org.hotcut.sip.api.push.PushSender'/></service>"
            + "<reference name='work' interface='org.hotcut.core.api.Work' parameter='0'/>"
            + "<implementation class='org.hotcut.itests.vendor.MessengerSender'/></scr:component>";

    private VendorBundle() { }

    static Path jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "com.example.messenger");
        attributes.putValue("Bundle-Version", "1.0.0");
        attributes.putValue("Import-Package", "org.hotcut.core.api,org.hotcut.sip.api.push");
        attributes.putValue("Service-Component", "OSGI-INF/messenger.xml");
        attributes.putValue("Hotcut-Role", "behaviour");
        String name = MessengerSender.class.getName().replace('.', '/') + ".class";
        Path jar = Files.createTempFile("messenger", ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream type = MessengerSender.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new ZipEntry("OSGI-INF/messenger.xml"));
            out.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry(name));
            type.transferTo(out);
        }
        return jar;
    }
}
