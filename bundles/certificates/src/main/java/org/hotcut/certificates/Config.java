package org.hotcut.certificates;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** {@code etc/org.hotcut.certificates.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.certificates", name = "Hotcut certificates", description = "Further names of the server's own certificate, certificates from files, and those that an ACME server issues")
public @interface Config {
    @AttributeDefinition(description = "Further names and addresses of this server, such as the public address behind a cloud's NAT. The host's name, the"
        + " addresses of its interfaces and all domains are in the certificate anyway.")
    String[] names() default {};

    @AttributeDefinition(description = "Folders or PKCS#12 files of certificates that are kept elsewhere, such as /etc/letsencrypt/live/sip.example.org; those in"
        + " etc/certificates are found anyway")
    String[] paths() default {};

    @AttributeDefinition(description = "Password of encrypted keys and PKCS#12 files", type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(description = "Name of the certificate (cert:list) for clients that name no host; empty: the one that names most of our domains")
    String first() default "";

    @AttributeDefinition(description = "Folder for copies of what is presented, PEM, readable for its group: for other servers on this machine. Empty for none")
    String export() default "";

    @AttributeDefinition(description = "ACME (RFC 8555): address of the authority's directory, https://acme-v02.api.letsencrypt.org/directory; empty for none")
    String acme_directory() default "";

    @AttributeDefinition(description = "ACME: you agree to the authority's terms of service")
    boolean acme_agree() default false;

    @AttributeDefinition(description = "ACME: mail addresses for the authority's warnings")
    String[] acme_contact() default {};

    @AttributeDefinition(description = "ACME: the domains to order certificates for; empty for all of ours")
    String[] acme_domains() default {};

    @AttributeDefinition(description = "ACME: PEM file of the authorities that the directory's own certificate may be from; empty for those of the JDK")
    String acme_trust() default "";

    @AttributeDefinition(description = "ACME: how names are proven: http-01 (over HTTP, port 80) or tls-alpn-01 (by TLS, port 443)", options = {@Option("http-01"),
        @Option("tls-alpn-01")})
    String acme_challenge() default "http-01";

    @AttributeDefinition(description = "ACME: where the authority's question arrives; listened at while an order runs only")
    String acme_address() default "::";

    @AttributeDefinition(description = "ACME: the port there; 0 for the one that the authority asks, 80 (http-01) or 443 (tls-alpn-01). Another one only where that leads to it. "
        + "By TLS, an open listener of that port is used", min = "0", max = "65535")
    int acme_port() default 0;
}
