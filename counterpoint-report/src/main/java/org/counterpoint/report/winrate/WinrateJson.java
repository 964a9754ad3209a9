package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.ArmFigures;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.ModelRanking;

/** The figures for scripts: rates, differences and their intervals in percent, as AlpacaEval's. */
public final class WinrateJson {
    private final Analysis analysis;
    private final double detect;

    /** @param detect the difference to be seen, in percentage points */
    public WinrateJson(Analysis analysis, double detect) {
        this.analysis = analysis;
        this.detect = detect;
    }

    /** An object a file. */
    public List<Map<String, Object>> files() {
        List<Map<String, Object>> files = new ArrayList<>();
        FileJson json = new FileJson(analysis, detect);
        for (FileFigures file : analysis.files()) {
            Map<String, Object> object = json.file(file);
            arm(file.set().file(), object);
            if (!files.isEmpty()) {
                object.put("paired", file.paired().stream().map(json::paired).toList());
            }
            files.add(object);
        }
        return files;
    }

    /** Everything, what concerns several files beside the files. */
    public Map<String, Object> everything() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("files", files());
        all.put("arms", analysis.arms().stream().map(WinrateJson::arm).toList());
        ModelRanking ranking = analysis.ranking();
        if (ranking != null) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("places", ranking.places().stream().map(FigureJson::place).toList());
            json.put(
                    "undecided",
                    ranking.undecided().stream()
                            .map(pair -> Map.of("stronger", pair.stronger(), "weaker", pair.weaker(), "p", pair.p()))
                            .toList());
            json.put("intransitivity", ranking.intransitivity());
            json.put("regularised", ranking.regularised());
            all.put("ranking", json);
        }
        return all;
    }

    private void arm(String file, Map<String, Object> object) {
        analysis.arms().stream()
                .filter(arm -> arm.files().contains(file))
                .findFirst()
                .ifPresent(arm -> object.put("arm", arm(arm)));
    }

    private static Map<String, Object> arm(ArmFigures arm) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", arm.name());
        json.put("files", arm.files());
        json.put("instructions", arm.instructions());
        json.put("win_rate", FigureJson.percent(arm.winRate()));
        json.put("difference_from_first", FigureJson.percent(arm.difference()));
        return json;
    }
}
