package org.hotcut.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** What the admin does by command in the folder of certificates: ask an authority for one, and bring one in. */
final class Requests {
    private static final int LONGEST_COMMON_NAME = 64;
    private static final String REQUEST = "request.csr";
    private static final String REQUEST_KEY = "request-key.pem";

    private final Path folder;
    private final Clock clock;

    Requests(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Makes key and request. Returns the request's file. */
    Path make(List<String> wanted) throws IOException {
        Names names = new Names();
        for (String each : wanted) {
            if (!names.addHost(each)) {
                throw new IOException(each + " is neither a host name nor an address");
            }
        }
        if (wanted.isEmpty()) {
            throw new IOException("name at least one host or domain");
        }
        Path target = folder(names.hosts().get(0));
        KeyPair keys = Issuer.keys();
        PrivateFiles.replace(target.resolve(REQUEST_KEY), Pem.of(keys.getPrivate()), PrivateFiles.OWNER);
        PrivateFiles.replace(target.resolve(REQUEST), Pem.request(request(names, keys)), PrivateFiles.EVERYBODY);
        return target.resolve(REQUEST);
    }

    /** Checks a certificate and copies it to its folder. Returns the folder. */
    Path bring(Path file, Path key, String password) throws IOException {
        try {
            Material material = new Material(password);
            material.add(file);
            if (key != null) {
                material.add(key);
            } else if (material.keys().isEmpty() && !material.certificates().isEmpty()) {
                addRequested(material);
            }
            KeyChain chain = Judge.judge(material, clock.instant());
            if (!chain.isValid(clock.instant())) {
                throw new RefusedException("it expired on " + chain.ends());
            }
            return store(chain, material);
        } catch (RefusedException e) {
            throw new IOException(e.getMessage().startsWith(file.toString()) ? e.getMessage() : file + " is not taken: " + e.getMessage(), e);
        }
    }

    /** The root is kept too, if it was there: it tells that the chain is whole. */
    private Path store(KeyChain chain, Material material) throws IOException {
        Path target = folder(chain.hosts().get(0));
        for (Path each : PrivateFiles.children(target, Integer.MAX_VALUE)) {
            String name = each.getFileName().toString();
            if (name.equals(REQUEST) || name.equals(REQUEST_KEY)) {
                Files.delete(each);
            }
        }
        PrivateFiles.replace(target.resolve("key.pem"), Pem.of(chain.key()), PrivateFiles.OWNER);
        String roots = material.certificates().stream().filter(each -> Judge.isSelfSigned(each) && !chain.chain().contains(each)).map(Pem::of).collect(Collectors.joining());
        PrivateFiles.replace(target.resolve("chain.pem"), chain.chainPem() + roots, PrivateFiles.OWNER);
        return target;
    }

    private void addRequested(Material material) throws IOException, RefusedException {
        for (Path each : PrivateFiles.children(folder, Integer.MAX_VALUE)) {
            if (Files.exists(each.resolve(REQUEST_KEY))) {
                material.add(each.resolve(REQUEST_KEY));
            }
        }
        if (material.keys().isEmpty()) {
            throw new RefusedException("it has no key, and no cert:request waits for an answer: give the key with --key");
        }
    }

    private Path folder(String host) throws IOException {
        Path target = folder.resolve(host.toLowerCase(Locale.ROOT).replace("*", "_").replace(":", "_"));
        PrivateFiles.createFolder(folder, "rwxr-x---");
        PrivateFiles.createFolder(target, "rwx------");
        return target;
    }

    static byte[] request(Names names, KeyPair keys) throws IOException {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, Issuer.alternatives(names));
            // no common name but one of the names: authorities refuse others
            X500Name subject = names.dns().stream().filter(name -> name.length() <= LONGEST_COMMON_NAME).findFirst().map(Issuer::name).orElse(new X500Name(new RDN[0]));
            return new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                .build(new JcaContentSignerBuilder(KeyedCertificate.SIGNATURE).build(keys.getPrivate())).getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
