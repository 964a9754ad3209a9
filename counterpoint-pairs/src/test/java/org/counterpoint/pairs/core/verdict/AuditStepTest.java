package org.counterpoint.pairs.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Message;
import org.counterpoint.data.OrderedPairs;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import org.counterpoint.data.Verdict;
import org.counterpoint.pairs.core.step.CountingSink;
import org.junit.jupiter.api.Test;

class AuditStepTest {
    private static final Origin HERE = new Origin("f", 1);
    private static final Prompt PROMPT = new Prompt.Chat(List.of(new Message(Role.USER, "q")));

    private final MemoryLedger ledger = new MemoryLedger();
    private final CountingSink sink = new CountingSink(ledger);
    private final VerdictTable verdicts = new VerdictTable();

    @Test
    void keptPairsAreOnlyScored() {
        verdict("weak", "long text", "strong", "short", 1.25);
        assertThat(after(Disagreement.KEEP))
                .containsExactly(new Pair(0, 1, "strong>weak", Map.of("judge_margin", -0.5)));
        assertThat(sink.part(AuditStep.AUDIT).result().byType())
                .isEqualTo(Map.of("strong>weak", new AuditCell(1, 1, 0)));
        assertThat(sink.part(AuditStep.AUDIT).result().byLength())
                .isEqualTo(Map.of(Audit.Length.CHOSEN_SHORTER, new AuditCell(1, 1, 0)));
        assertThat(sink.part(AuditStep.AUDIT).result().byCategory()).isEqualTo(Map.of("koala", new AuditCell(1, 1, 0)));
    }

    @Test
    void aContradictedPairCanBeDropped() {
        verdict("strong", "short", "weak", "long text", 2);
        assertThat(after(Disagreement.DROP)).isEmpty();
        assertThat(ledger.entries())
                .containsExactly(new LedgerEntry(
                        LedgerEntry.Kind.PAIR,
                        HERE,
                        "g",
                        "contradicted",
                        "strong>weak: the judge prefers the answer of weak"));
    }

    @Test
    void aFlippedPairKeepsItsType() {
        verdict("strong", "short", "weak", "long text", 1.9);
        assertThat(after(Disagreement.FLIP)).singleElement().satisfies(pair -> {
            assertThat(pair.chosen()).isEqualTo(1);
            assertThat(pair.rejected()).isZero();
            assertThat(pair.type()).isEqualTo("strong>weak");
            assertThat(pair.scores().get("judge_margin")).isCloseTo(0.8, org.assertj.core.api.Assertions.within(1e-9));
        });
        assertThat(sink.noticed()).isEqualTo(Map.of("flipped", 1L));
    }

    @Test
    void aTieContradictsNothing() {
        verdict("strong", "short", "weak", "long text", 1.5);
        assertThat(after(Disagreement.DROP)).hasSize(1);
        assertThat(sink.part(AuditStep.AUDIT).result().all()).isEqualTo(new AuditCell(1, 0, 1));
    }

    @Test
    void bothPositionsOfAJudgeAreOneVerdict() {
        verdict("strong", "short", "weak", "long text", 2);
        verdict("weak", "long text", "strong", "short", 2);
        assertThat(after(Disagreement.DROP)).extracting(Pair::scores).containsExactly(Map.of("judge_margin", 0.0));
    }

    @Test
    void aVerdictOnOtherTextsIsNotUsed() {
        verdict("strong", "another text", "weak", "long text", 2);
        verdict("strong", "yet another", "weak", "long text", 2);
        assertThat(after(Disagreement.DROP)).containsExactly(new Pair(0, 1, "strong>weak", Map.of()));
        assertThat(sink.part(AuditStep.AUDIT).result().otherTexts()).isEqualTo(1);
        assertThat(sink.part(AuditStep.AUDIT).result().all().judged()).isZero();
        assertThat(ledger.entries()).extracting(LedgerEntry::reason).containsExactly("verdict_mismatch");
    }

    @Test
    void aVerdictOnOneModelAloneIsNone() {
        verdict("strong", "short", "strong", "long text", 2);
        assertThat(verdicts.size()).isZero();
        assertThat(ledger.entries())
                .extracting(LedgerEntry::detail)
                .containsExactly("the verdict compares strong with itself");
    }

    private void verdict(String first, String firstText, String second, String secondText, double preference) {
        verdicts.add(
                new Verdict(
                        PROMPT,
                        new Verdict.Side(first, firstText),
                        new Verdict.Side(second, secondText),
                        preference,
                        "koala",
                        HERE),
                ledger);
    }

    private List<Pair> after(Disagreement disagreement) {
        List<Response> responses = List.of(
                new Response("strong", "short", 0, null, HERE), new Response("weak", "long text", 1, null, HERE));
        ResponseGroup group = new ResponseGroup(
                "g", PROMPT, responses, OrderedPairs.of(responses).pairs(), HERE);
        return new AuditStep(verdicts, disagreement).apply(group, sink).pairs();
    }
}
