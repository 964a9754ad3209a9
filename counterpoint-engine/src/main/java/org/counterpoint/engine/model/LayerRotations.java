package org.counterpoint.engine.model;

import java.util.List;
import org.counterpoint.engine.arch.Architecture.Positions;

/**
 * The rotations of a batch's rows, by layer.
 *
 * @param byRope in the order of the model's rotations
 * @param none of layers that rotate nothing
 */
record LayerRotations(List<SelfAttention.Rotations> byRope, SelfAttention.Rotations none, List<Integer> ropeOfLayer) {

    SelfAttention.Rotations of(int layer) {
        int rope = ropeOfLayer.get(layer);
        return rope == Positions.NONE ? none : byRope.get(rope);
    }

    LayerRotations inverse() {
        return new LayerRotations(
                byRope.stream().map(SelfAttention.Rotations::inverse).toList(), none, ropeOfLayer);
    }
}
