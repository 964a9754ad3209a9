package org.counterpoint.answer.judge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.Order;
import org.counterpoint.eval.judge.parse.LabelLogprobParser;
import org.counterpoint.eval.judge.parse.RankingParser;
import org.counterpoint.eval.judge.template.AlpacaEvalTemplate;
import org.jspecify.annotations.Nullable;

/** What a judge's verdicts depend on, and the name it may be called by in annotations. */
public final class JudgeIdentity {
    private static final String V1 = "alpaca_eval_gpt4";
    private static final String V2 = "weighted_alpaca_eval_gpt4_turbo";
    private static final Map<String, String> MODELS = Map.of(V1, "gpt-4", V2, "gpt-4-1106-preview");

    private JudgeIdentity() {}

    /**
     * The judge's own name, or that of a known judge where everything it is known by is the same: the prompt to the
     * byte, the form of the answer, the order, the parameters, the model.
     *
     * @param template the user's own prompt file; null where the judge's own words are shown
     * @param model the name asked for at the server; null where the judge is no server's model
     */
    public static String annotator(Judge judge, @Nullable AlpacaEvalTemplate template, @Nullable String model) {
        String known = template == null ? null : template.knownJudge().orElse(null);
        boolean same = known != null
                && judge.order() == Order.SEEDED
                && MODELS.getOrDefault(known, "").equals(model)
                && (known.equals(V1) ? isV1(judge) : isV2(judge));
        return known != null && same ? known : judge.name();
    }

    private static boolean isV1(Judge judge) {
        return judge.parser() instanceof RankingParser ranking
                && ranking.first().equals("model_1")
                && judge.parameters().maxTokens() == 100
                && isTemperature(judge, 0);
    }

    private static boolean isV2(Judge judge) {
        return judge.parser() instanceof LabelLogprobParser labels
                && labels.first().equals("m")
                && labels.second().equals("M")
                && judge.parameters().maxTokens() == 1
                && judge.parameters().topLogprobs() == 5
                && isTemperature(judge, 1);
    }

    private static boolean isTemperature(Judge judge, double value) {
        Double temperature = judge.parameters().temperature();
        return temperature != null && temperature == value && judge.parameters().topP() == null;
    }

    /** By name, for the record beside the output. */
    public static Map<String, String> settings(Judge judge, @Nullable String model) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("judge", judge.name());
        settings.put("order", judge.order().wireName());
        settings.put("parameters", String.valueOf(judge.parameters()));
        settings.put("retries", String.valueOf(judge.retries()));
        settings.put("form", String.valueOf(judge.parser()));
        settings.put("prompt", hash(judge));
        settings.put("model", model == null ? "" : model);
        return settings;
    }

    private static String hash(Judge judge) {
        try {
            byte[] text = judge.prompting().source().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
