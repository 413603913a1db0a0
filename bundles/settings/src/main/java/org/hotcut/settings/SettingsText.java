package org.hotcut.settings;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a file of settings, in the syntax of {@link Properties} and of what file install makes of it. */
final class SettingsText {
    private static final Pattern TYPED = Pattern.compile("[TILFDXSCBtilfdxscb]?[\"\\[(].*", Pattern.DOTALL);

    private final String text;
    private final String end;
    private final Properties settings = new Properties();
    private final boolean typed;

    SettingsText(String text) throws IOException {
        this.text = text;
        this.end = text.contains("\r\n") ? "\r\n" : "\n";
        try {
            settings.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        this.typed = !settings.isEmpty() && settings.values().stream().allMatch(value -> TYPED.matcher((String) value).matches());
    }

    /** Returns the text with these settings, each where it stood, or at the end. */
    String edit(Map<String, Object> changed, Set<String> removed) {
        Map<String, String> left = new LinkedHashMap<>();
        changed.forEach((key, value) -> left.put(key, text(value)));
        left.entrySet().removeIf(each -> each.getValue().equals(written(each.getKey())));
        Set<String> replaced = Set.copyOf(left.keySet());
        List<String> result = new ArrayList<>();
        for (String line : lines()) {
            String key = key(line);
            if (key == null || !replaced.contains(key) && !removed.contains(key)) {
                result.add(line);
            } else if (left.containsKey(key)) {
                result.add(line(key, left.remove(key)));
            }
        }
        if (left.isEmpty()) {
            return String.join(end, result);
        }
        if (result.get(result.size() - 1).isEmpty()) {
            result.remove(result.size() - 1);
        }
        left.forEach((key, value) -> result.add(line(key, value)));
        return String.join(end, result) + end;
    }

    /** Returns what stands there as it would be written here, or null. */
    private String written(String key) {
        String value = settings.getProperty(key);
        return value == null ? null : escape(value);
    }

    /** Returns the lines, those that go on in the next one in one piece. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        for (String line : text.split(end, -1)) {
            whole.append(line);
            if (key(whole.toString()) != null && goesOn(line)) {
                whole.append(end);
            } else {
                lines.add(whole.toString());
                whole.setLength(0);
            }
        }
        if (whole.length() > 0) {
            lines.add(whole.toString());
        }
        return lines;
    }

    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** Returns null of a comment and of nothing. */
    private static String key(String line) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(line));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
        return one.isEmpty() ? null : one.stringPropertyNames().iterator().next();
    }

    private static String line(String key, String value) {
        String name = escape(key).replace(" ", "\\ ").replace("=", "\\=").replace(":", "\\:");
        return value.isEmpty() ? name + " =" : name + " = " + value;
    }

    private String text(Object value) {
        String plain = plain(value);
        String text = plain.replace("\\", "\\\\");
        if (plain.contains("${")) {
            text = text.replace("{", "\\{").replace("}", "\\}"); // or file install puts something else in its place
        }
        return typed ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : escape(text);
    }

    private static String plain(Object value) {
        if (value instanceof Object[] many) {
            return Arrays.stream(many).map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value instanceof Collection<?> many ? many.stream().map(String::valueOf).collect(Collectors.joining(", ")) : String.valueOf(value);
    }

    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char each : value.toCharArray()) {
            switch (each) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\f' -> escaped.append("\\f");
                default -> escaped.append(each >= ' ' && each < 127 ? String.valueOf(each) : String.format("\\u%04x", (int) each));
            }
        }
        return escaped.length() > 0 && escaped.charAt(0) == ' ' ? "\\" + escaped : escaped.toString();
    }
}
