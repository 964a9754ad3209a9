package org.counterpoint.train.run;

/** Where models, tokens and groups come from. The engine's is {@link EngineBackend}; tests have a small one. */
public interface Backend extends ModelLoader, EncoderOpener, GroupFiles {}
