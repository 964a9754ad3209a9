package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a {@link Grid} is written. Names come from files and are escaped. */
public enum GridFormat {
    TABLE {
        @Override
        List<String> lines(Grid grid) {
            List<List<String>> rows = withHead(grid, Words::printable);
            List<Integer> widths = IntStream.range(0, grid.columns().size())
                    .mapToObj(column -> rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0))
                    .toList();
            return rows.stream()
                    .map(row -> IntStream.range(0, row.size())
                            .mapToObj(column -> padded(row.get(column), widths.get(column), column > 0))
                            .collect(Collectors.joining("  "))
                            .stripTrailing())
                    .toList();
        }
    },
    CSV {
        @Override
        List<String> lines(Grid grid) {
            return withHead(grid, GridFormat::quoted).stream()
                    .map(row -> String.join(",", row))
                    .toList();
        }
    },
    LATEX {
        @Override
        List<String> lines(Grid grid) {
            List<String> lines = new ArrayList<>();
            lines.add("\\begin{tabular}{l" + "r".repeat(grid.columns().size() - 1) + "}");
            lines.add("\\hline");
            List<List<String>> rows = withHead(grid, GridFormat::latex);
            rows.forEach(row -> lines.add(String.join(" & ", row) + " \\\\"));
            lines.add(3, "\\hline");
            lines.add("\\hline");
            lines.add("\\end{tabular}");
            return lines;
        }
    },
    MARKDOWN {
        @Override
        List<String> lines(Grid grid) {
            List<String> lines = new ArrayList<>();
            withHead(grid, cell -> Words.printable(cell)
                            .replace("\\", "\\\\")
                            .replace("|", "\\|")
                            .replace("<", "&lt;"))
                    .forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
            lines.add(1, "|---" + "|---:".repeat(grid.columns().size() - 1) + "|");
            return lines;
        }
    };

    abstract List<String> lines(Grid grid);

    private static List<List<String>> withHead(Grid grid, UnaryOperator<String> escape) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(grid.columns().stream().map(escape).toList());
        grid.rows().forEach(row -> rows.add(row.stream().map(escape).toList()));
        return rows;
    }

    private static String padded(String cell, int width, boolean right) {
        String space = " ".repeat(width - cell.length());
        return right ? space + cell : cell + space;
    }

    /** RFC 4180. */
    private static String quoted(String cell) {
        return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String latex(String cell) {
        StringBuilder escaped = new StringBuilder();
        Words.printable(cell).codePoints().forEach(c -> {
            switch (c) {
                case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').appendCodePoint(c);
                case '\\' -> escaped.append("\\textbackslash{}");
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
