package org.counterpoint.eval.annotations;

/** Why a row of an annotation file is not in its figures, beside {@link org.counterpoint.data.Reasons}. */
public final class AnnotationReasons {
    /** The row compares other models than most rows of its file, or than the model asked for. */
    public static final String MIXED_GENERATORS = "mixed_generators";
    /** The same annotator gave the same verdict on the instruction before; the first stays. */
    public static final String DUPLICATE_ANNOTATION = "duplicate_annotation";
    /** The same annotator gave another verdict, or on other answers, before; the first stays. */
    public static final String CONFLICTING_ANNOTATION = "conflicting_annotation";

    private AnnotationReasons() {}
}
