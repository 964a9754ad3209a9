package org.counterpoint.app.doctor;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.decode.DecoderLoader;
import org.counterpoint.engine.model.NativeRuntime;
import org.counterpoint.engine.model.OpenBlas;

/** Loads the native parts, asks them what they are, and measures them for a few seconds. */
public final class NativeProbe {

    private NativeProbe() {}

    /** Never fails: what does not load is part of the answer. */
    public static NativeParts probe() {
        Map<String, String> details = new LinkedHashMap<>();
        try {
            NativeRuntime.load();
            details.put("torch", NativeRuntime.version());
            details.put("threads", String.valueOf(NativeRuntime.threads()));
            details.put("openblas core", OpenBlas.core().orElse("unknown"));
            details.put("answers in fp32", DecoderLoader.multiplier(false).orElse("the tensor library"));
            details.put("answers in bf16", DecoderLoader.multiplier(true).orElse("the tensor library"));
            String tokenizers = TokenizerProbe.probe();
            details.put("tokenizers", tokenizers);
            if (!tokenizers.equals("works")) {
                return new NativeParts("the tokenizer " + tokenizers, details, List.of());
            }
        } catch (ModelException | IOException e) {
            return new NativeParts(e.getMessage(), details, List.of());
        }
        return new NativeParts(
                null,
                details,
                List.of(
                        new NativeParts.Speed("fp32", NativeRuntime.gemmGflops(Precision.FP32)),
                        new NativeParts.Speed("bf16", NativeRuntime.gemmGflops(Precision.BF16_MIXED))));
    }
}
