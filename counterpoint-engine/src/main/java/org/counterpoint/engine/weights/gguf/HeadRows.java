package org.counterpoint.engine.weights.gguf;

/**
 * The order of the rows of q and k projections. Rotary embeddings turn dimensions i and {@code i + width / 2} of a head
 * together in transformers, 2i and 2i + 1 in llama.cpp's files of {@code llama} and its next of kin.
 *
 * @param width rows of a head, 0 where the order is the same
 */
record HeadRows(int width) {
    static final HeadRows SAME = new HeadRows(0);

    /** Of a parameter of transformers' name. */
    static HeadRows of(String name, GgufArchitecture architecture, int headDim) {
        boolean turned = name.contains("self_attn.q_proj.") || name.contains("self_attn.k_proj.");
        return turned && architecture.turned() ? new HeadRows(headDim) : SAME;
    }

    /** Where transformers' row is in the file. */
    long inFile(long row) {
        if (width == 0) {
            return row;
        }
        long within = row % width;
        int half = width / 2;
        return row - within + within % half * 2 + within / half;
    }

    /** Which of transformers' rows the file has here. */
    int inModel(int row) {
        if (width == 0) {
            return row;
        }
        int within = row % width;
        return row - within + within % 2 * (width / 2) + within / 2;
    }

    /** So many rows and those that share the last one's head. */
    long wholeHeads(long rows) {
        return width == 0 ? rows : (rows + width - 1) / width * width;
    }
}
