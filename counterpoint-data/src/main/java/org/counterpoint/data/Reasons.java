package org.counterpoint.data;

/** The names under which the ledger sets things aside. Scripts count on them. */
public final class Reasons {
    /** The row is no JSON object: a syntax error, a key twice, nesting too deep, a line too long. */
    public static final String BAD_JSON = "bad_json";
    /** Bytes that are not UTF-8, or an escaped half of a surrogate pair. */
    public static final String BAD_ENCODING = "bad_encoding";
    /** A field holds another type or value than it may: a number for text, an unknown role. */
    public static final String WRONG_TYPE = "wrong_type";
    /** A field that the row's form needs is not there. */
    public static final String MISSING_FIELD = "missing_field";
    /** A key carries part of the prompt, and rows of this form are not read with it. */
    public static final String UNREAD_PROMPT = "unread_prompt";
    /** The answer is or begins with a thought, and thoughts are not wanted. */
    public static final String THOUGHT = "thought";
    /** Nothing says which model wrote the answer. */
    public static final String UNKNOWN_MODEL = "unknown_model";
    /** The same model gave the same answer to the same prompt before; the first stays. */
    public static final String DUPLICATE_ANSWER = "duplicate_answer";
    /** The same model gave another answer to the same prompt before; the first stays. */
    public static final String CONFLICTING_ANSWER = "conflicting_answer";
    /** The answer is nothing but whitespace. */
    public static final String EMPTY_ANSWER = "empty_answer";
    /** Every pair that the answer stood in is lost with another answer, so that nothing can be learnt from it. */
    public static final String WITHOUT_PAIR = "without_pair";
    /** The row itself marks the answer as bad, or as not to be learnt. */
    public static final String UNWANTED_ANSWER = "unwanted_answer";
    /** The id was seen before with another prompt. */
    public static final String ID_PROMPT_MISMATCH = "id_prompt_mismatch";
    /** The two answers of a pair are the same text; both stay, the pair does not. */
    public static final String IDENTICAL_ANSWERS = "identical_answers";
    /** More tokens than the model may see. */
    public static final String TOO_LONG = "too_long";
    /** The file ends within a row, or its compressed data do, or are damaged; the rows before that place are used. */
    public static final String TRUNCATED_FILE = "truncated_file";
    /** The judge gave no verdict, or a number that is none. */
    public static final String NO_VERDICT = "no_verdict";
    /** The verdict is on other texts than the answers of these models. */
    public static final String VERDICT_MISMATCH = "verdict_mismatch";
    /** The judge prefers the answer that the order calls the weaker (a pair set aside by {@code --disagreement drop}). */
    public static final String CONTRADICTED = "contradicted";
    /** The verdicts do not tell which of the pair's models is stronger ({@code --undecided drop}). */
    public static final String UNDECIDED = "undecided";
    /** The form of an export cannot say this pair. */
    public static final String NOT_IN_FORM = "not_in_form";
    /** A score that is needed was not measured. */
    public static final String MISSING_SCORE = "missing_score";

    private Reasons() {}
}
