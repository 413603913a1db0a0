package org.hotcut.core.state.account;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.DigestAlgorithm;

/**
 * A line of the users' file: a checksum, then {@code + readAt user domain realm MD5=plain,withDomain ...} for a user read or {@code - user domain}
 * for what is forgotten, where an absent field is {@code *}.
 */
record UserLine(long readAt, Account account, String user, String domain) {
    private static final String ANY = "*";

    static String put(CachedUser cached) {
        Account account = cached.account();
        StringBuilder line = new StringBuilder("+\t").append(cached.savedAt()).append('\t').append(Fields.encode(account.user())).append('\t')
            .append(Fields.encode(account.domain())).append('\t').append(Fields.encode(account.realm()));
        account.ha1().forEach((algorithm, ha1) -> line.append('\t').append(algorithm).append('=').append(ha1.plain()).append(',')
            .append(ha1.withDomain() == null ? "" : ha1.withDomain()));
        return checked(line.toString());
    }

    static String forget(String user, String domain) {
        return checked("-\t" + field(user) + '\t' + field(domain));
    }

    /** Reads a line; a line that is not whole is an {@link IllegalArgumentException}. */
    static UserLine parse(String line) {
        int space = line.indexOf(' ');
        if (space < 0 || !line.substring(0, space).equals(crc(line.substring(space + 1)))) {
            throw new IllegalArgumentException("checksum differs");
        }
        String[] fields = line.substring(space + 1).split("\t");
        if (fields[0].equals("-")) {
            return new UserLine(0, null, text(fields[1]), text(fields[2]));
        }
        Map<DigestAlgorithm, Account.Ha1> ha1 = new EnumMap<>(DigestAlgorithm.class);
        for (int i = 5; i < fields.length; i++) {
            int equals = fields[i].indexOf('=');
            int comma = fields[i].indexOf(',');
            String withDomain = fields[i].substring(comma + 1);
            ha1.put(DigestAlgorithm.valueOf(fields[i].substring(0, equals)),
                new Account.Ha1(fields[i].substring(equals + 1, comma), withDomain.isEmpty() ? null : withDomain));
        }
        String user = Fields.decode(fields[2]);
        String domain = Fields.decode(fields[3]);
        return new UserLine(Long.parseLong(fields[1]), new Account(user, domain, Fields.decode(fields[4]), Map.copyOf(ha1)), user, domain);
    }

    private static String field(String text) {
        return text == null ? ANY : '=' + Fields.encode(text);
    }

    private static String text(String field) {
        return field.equals(ANY) ? null : Fields.decode(field.substring(1));
    }

    private static String checked(String line) {
        return crc(line) + ' ' + line + '\n';
    }

    private static String crc(String line) {
        CRC32 crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue());
    }
}
