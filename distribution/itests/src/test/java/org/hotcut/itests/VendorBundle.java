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
import org.hotcut.itests.vendor.WebTokenAuthenticator;

/** Makes the jars that bnd would make of a vendor's classes with their DS annotations. */
final class VendorBundle {
    private VendorBundle() { }

    /** Returns the bundle of {@link MessengerSender}. */
    static Path jar() throws IOException {
        return jar("messenger", MessengerSender.class, "org.hotcut.sip.api.push.PushSender", "<reference name='work' interface='org.hotcut.core.api.Work' parameter='0'/>",
                "org.hotcut.core.api,org.hotcut.sip.api.push");
    }

    /** Returns the bundle of {@link WebTokenAuthenticator}. */
    static Path authenticator() throws IOException {
        return jar("web-token", WebTokenAuthenticator.class, "org.hotcut.sip.api.SipHandler", "",
                "org.hotcut.core.api.account,org.hotcut.core.api.net,org.hotcut.sip.api");
    }

    private static Path jar(String name, Class<?> implementation, String service, String references, String imports) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "com.example." + name);
        attributes.putValue("Bundle-Version", "1.0.0");
        attributes.putValue("Import-Package", imports);
        attributes.putValue("Service-Component", "OSGI-INF/component.xml");
        attributes.putValue("Hotcut-Role", "behaviour");
        String component = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='" + name + "' init='" + (references.isEmpty() ? 0 : 1) + "'>"
                + "<property name='hotcut.name' value='" + name + "'/><service><provide interface='" + service + "'/></service>" + references
                + "<implementation class='" + implementation.getName() + "'/></scr:component>";
        String type = implementation.getName().replace('.', '/') + ".class";
        Path jar = Files.createTempFile(name, ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream bytes = implementation.getResourceAsStream("/" + type)) {
            out.putNextEntry(new ZipEntry("OSGI-INF/component.xml"));
            out.write(component.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry(type));
            bytes.transferTo(out);
        }
        return jar;
    }
}
