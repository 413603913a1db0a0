package org.hotcut.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.karaf.shell.support.table.ShellTable;

/** Rows for people, as a table, or for programs, as a JSON array of objects with the columns as names. */
public final class Listing {
    /** What strangers call themselves must not steer the admin's terminal, nor write lines of its own or from right to left. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069]");

    private final String[] columns;
    private final List<Object[]> rows = new ArrayList<>();

    /** Has columns named as in JSON, {@code reachable}. */
    public Listing(String... columns) {
        this.columns = columns;
    }

    /** Adds a row; as many cells as there are columns. */
    public void row(Object... cells) {
        rows.add(cells);
    }

    /**
     * Prints.
     *
     * @param nothing what a person is told when there are no rows
     */
    public void print(PrintStream out, boolean json, String nothing) {
        if (json) {
            Json.print(out, maps());
            return;
        }
        if (rows.isEmpty()) {
            out.println(nothing);
            return;
        }
        ShellTable table = new ShellTable();
        for (String column : columns) {
            table.column(title(column));
        }
        for (Object[] row : rows) {
            table.addRow().addContent(texts(row));
        }
        table.print(out);
    }

    List<Map<String, Object>> maps() {
        return rows.stream().map(row -> {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < columns.length; i++) {
                map.put(columns[i], row[i]);
            }
            return map;
        }).toList();
    }

    private static List<Object> texts(Object[] row) {
        List<Object> texts = new ArrayList<>(row.length);
        for (Object cell : row) {
            texts.add(UNPRINTABLE.matcher(text(cell)).replaceAll("?"));
        }
        return texts;
    }

    private static String text(Object cell) {
        if (cell instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        return cell == null ? "" : cell instanceof List<?> list ? String.join(" ", list.stream().map(String::valueOf).toList()) : cell.toString();
    }

    /** {@code expiresIn} is shown as {@code Expires in}. */
    private static String title(String column) {
        StringBuilder title = new StringBuilder();
        for (char c : column.toCharArray()) {
            title.append(title.isEmpty() ? String.valueOf(Character.toUpperCase(c)) : Character.isUpperCase(c) ? " " + Character.toLowerCase(c) : String.valueOf(c));
        }
        return title.toString();
    }
}
