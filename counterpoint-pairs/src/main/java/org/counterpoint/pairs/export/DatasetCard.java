package org.counterpoint.pairs.export;

import java.util.Locale;
import org.counterpoint.pairs.core.measure.LengthBias;
import org.counterpoint.pairs.core.measure.ModelLengths;

/** {@code README.md} of an exported data set, as Hugging Face's hub shows it. */
final class DatasetCard {
    private DatasetCard() {}

    static String of(ExportSummary summary, String data) {
        StringBuilder card = new StringBuilder();
        card.append("---\ntask_categories:\n- text-generation\ntags:\n- preference\n- dpo\nconfigs:\n")
                .append("- config_name: default\n  data_files: ")
                .append(summary.format().file())
                .append("\n---\n\n# Preference pairs\n\n")
                .append(summary.pairs())
                .append(" pairs on ")
                .append(summary.groups())
                .append(" prompts, made with Counterpoint from `")
                .append(name(data))
                .append("`: the answer of the stronger model is preferred.\n\nOpen with ")
                .append(summary.format().use())
                .append(".\n\n## Pairs\n\n| type | pairs | chosen is longer | AUC of length |\n|---|---|---|---|\n");
        summary.pairsByType().forEach((type, count) -> {
            LengthBias bias = summary.measured().biasByType().get(type);
            card.append("| ")
                    .append(cell(type))
                    .append(" | ")
                    .append(count)
                    .append(
                            bias == null
                                    ? " | | |\n"
                                    : String.format(
                                            Locale.ROOT,
                                            " | %.1f %% | %.3f |\n",
                                            100 * bias.share(),
                                            bias.auc().value()));
        });
        card.append("\n## Models\n\n| model | answers | mean characters |\n|---|---|---|\n");
        for (ModelLengths model : summary.measured().models()) {
            card.append(String.format(
                    Locale.ROOT, "| %s | %d | %.0f |%n", cell(model.model()), model.answers(), model.meanLength()));
        }
        card.append("\n## Before training on it\n\n");
        if (summary.warnings().isEmpty()) {
            card.append("Nothing that was measured here stands out.\n");
        }
        summary.warnings().forEach(warning -> card.append("- ").append(warning).append('\n'));
        card.append(
                "\n## Where it comes from\n\n`lineage.jsonl` has a line a row, in the same order: for both answers the"
                        + " model, the file and line it was read from, and the SHA-256 of its text. `ledger.jsonl` holds what was"
                        + " not used, and why.\n\n## Licence\n\nNot stated. It depends on the prompts and on the terms of the"
                        + " models that wrote the answers; whoever publishes this states it here.\n");
        return card.toString();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace("`", "");
    }

    /** Names of models are anybody's text. */
    private static String cell(String text) {
        return text.replaceAll("[\\r\\n]+", " ").replace("|", "\\|").replace("<", "&lt;");
    }
}
