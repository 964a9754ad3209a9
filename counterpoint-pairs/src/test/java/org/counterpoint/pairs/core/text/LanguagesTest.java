package org.counterpoint.pairs.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eng | The quick answer is that nobody knows for certain why it rained so much.",
                "deu | Die kurze Antwort ist, dass niemand genau wei\u00df, warum es so viel regnete.",
                "nor | Det korte svaret er at ingen vet sikkert hvorfor det regnet s\u00e5 mye i fjor.",
                "zho | \u7b80\u77ed\u7684\u56de\u7b54\u662f\uff0c\u6ca1\u6709\u4eba\u786e\u5207\u77e5\u9053\u4e3a\u4ec0\u4e48\u4e0b\u4e86\u8fd9\u4e48\u591a\u96e8\u3002"
            })
    void theLikeliestLanguageIsTheTextsOwn(String code, String text) {
        Map<String, Double> likely = Languages.of(text);
        assertThat(likely.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey())
                .isEqualTo(code);
        assertThat(likely).doesNotContainKeys("nob", "cmn").hasSizeGreaterThan(90);
    }

    @Test
    void codeInATextIsNoLanguage() {
        assertThat(Languages.letters("So:\n```java\nint a = b;\n```\nok")).isEqualTo(4);
        assertThat(Languages.letters("```python\nwhile True: pass")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"en, eng", "DEU, deu", "no, nor", "nno, nor", "zh, zho"})
    void languagesHaveSeveralCodes(String name, String code) {
        assertThat(Languages.code(name)).contains(code);
    }

    @ParameterizedTest
    @CsvSource({"english", "xx", "tlh"})
    void whatIsNoCodeIsNone(String name) {
        assertThat(Languages.code(name)).isEmpty();
    }
}
