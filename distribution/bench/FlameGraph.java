import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws the stacks that {@code perf script} prints as a flame graph: an SVG, widths are shares of the samples. {@code flamegraph} beside this calls it. */
public final class FlameGraph {
    private static final int WIDTH = 1400;
    private static final int ROW = 16;
    private static final double NARROWEST = 0.4;
    private static final double LETTER = 6.6;

    private final Frame root = new Frame("all");
    private final String below;

    private FlameGraph(String below) {
        this.below = below;
    }

    /** A method and what it called. */
    private static final class Frame {
        private final String name;
        private final Map<String, Frame> calls = new TreeMap<>();
        private long samples;

        private Frame(String name) {
            this.name = name;
        }

        private int depth() {
            return 1 + calls.values().stream().mapToInt(Frame::depth).max().orElse(0);
        }
    }

    /** Reads from standard input, writes to standard output. The argument names the frame that stacks are drawn from; what is outside of it is left out. */
    public static void main(String[] arguments) throws IOException {
        FlameGraph graph = new FlameGraph(arguments.length > 0 ? arguments[0] : null);
        graph.read(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        System.out.print(graph.draw());
    }

    // perf prints a head line, then the frames, innermost first and indented, then an empty line
    private void read(BufferedReader in) throws IOException {
        List<String> stack = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                add(stack);
                stack.clear();
            } else if (Character.isWhitespace(line.charAt(0))) {
                stack.add(name(line.strip()));
            }
        }
        add(stack);
    }

    private void add(List<String> innermostFirst) {
        int from = innermostFirst.size() - 1;
        if (below != null) {
            while (from >= 0 && !innermostFirst.get(from).contains(below)) {
                from--;
            }
        }
        if (from < 0) {
            return;
        }
        Frame frame = root;
        frame.samples++;
        for (int i = from; i >= 0; i--) {
            frame = frame.calls.computeIfAbsent(innermostFirst.get(i), Frame::new);
            frame.samples++;
        }
    }

    /** Makes {@code Ingress.message} of {@code 7f3c void org.hotcut.sip.core.Ingress.message(org...)+0x2c (/tmp/perf-1.map)}. */
    private static String name(String line) {
        String symbol = line.substring(line.indexOf(' ') + 1).replaceFirst(" \\([^()]*\\)$", "").replaceFirst("\\+0x[0-9a-f]+$", "");
        if (symbol.indexOf('(') < 0 || symbol.indexOf('.') < 0) {
            return symbol;
        }
        String method = symbol.substring(0, symbol.indexOf('('));
        method = method.substring(method.lastIndexOf(' ') + 1);
        int dot = method.lastIndexOf('.', method.lastIndexOf('.') - 1);
        return method.substring(dot + 1).replaceFirst("\\$\\$Lambda.*", "\\$lambda");
    }

    private String draw() {
        int height = (root.depth() + 2) * ROW;
        StringBuilder svg = new StringBuilder(1 << 16);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(height)
            .append("\" font-family=\"monospace\" font-size=\"11\">\n");
        draw(root, 0, height - 2 * ROW, (double) WIDTH / Math.max(1, root.samples), svg);
        return svg.append("</svg>\n").toString();
    }

    private void draw(Frame frame, double x, int y, double scale, StringBuilder svg) {
        double width = frame.samples * scale;
        if (width < NARROWEST * WIDTH / 100) {
            return;
        }
        String name = frame.name.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format("<g><title>%s %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", name,
            100.0 * frame.samples / root.samples, x, y, Math.max(0, width - 0.5), ROW - 1, color(frame.name)));
        int letters = (int) (width / LETTER);
        if (letters > 2) {
            svg.append(String.format("<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, y + 11,
                frame.name.length() <= letters ? name : frame.name.substring(0, letters).replace("&", "&amp;").replace("<", "&lt;")));
        }
        svg.append("</g>\n");
        double left = x;
        for (Frame call : frame.calls.values()) {
            draw(call, left, y - ROW, scale, svg);
            left += call.samples * scale;
        }
    }

    // ours, libraries, and what is not Java
    private static String color(String name) {
        return !name.matches("[A-Z].*\\..*") ? "#c9ccd1" : name.matches("(Epoll|Abstract|Default|Native|SingleThread|Netty).*") ? "#a8d5e2" : "#f6b26b";
    }
}
