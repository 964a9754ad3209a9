package org.counterpoint.spark;

import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TrainableModel;

/** Stands where the scoring code has its model, and hands each batch on. It learns nothing. */
final class FarModel {
    private FarModel() {}

    /** @param scoring what the model gives for a batch */
    static TrainableModel of(Function<TokenBatch, RowScores> scoring) {
        return (TrainableModel) Proxy.newProxyInstance(
                FarModel.class.getClassLoader(), new Class<?>[] {TrainableModel.class}, (model, method, arguments) -> {
                    if (method.getName().equals("scores") && arguments[0] instanceof TokenBatch batch) {
                        return scoring.apply(batch);
                    }
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    throw new IllegalStateException("a model on a cluster scores and does not " + method.getName());
                });
    }
}
