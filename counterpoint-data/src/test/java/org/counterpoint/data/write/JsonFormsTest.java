package org.counterpoint.data.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Origin;
import org.junit.jupiter.api.Test;

class JsonFormsTest {
    private static final Origin HERE = new Origin("answers.jsonl", 3);

    @Test
    void aLedgerLineHasSixFields() {
        LedgerEntry entry = new LedgerEntry(LedgerEntry.Kind.ROW, HERE, null, "bad_json", "why");
        assertThat(JsonForms.ledgerEntry(entry).toString())
                .isEqualTo("{\"kind\":\"row\",\"file\":\"answers.jsonl\",\"line\":3,\"id\":null,"
                        + "\"reason\":\"bad_json\",\"detail\":\"why\"}");
    }
}
