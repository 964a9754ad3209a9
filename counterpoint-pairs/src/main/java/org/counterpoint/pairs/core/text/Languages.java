package org.counterpoint.pairs.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Guesses the language of a text, of 100 that Apache OpenNLP's model knows. Languages are named by ISO 639-3, those that
 * are forms of one by its name: Bokmål and Nynorsk {@code nor}, Mandarin and Min Nan {@code zho}. Loaded when it is first
 * asked, 40 MB; safe for several threads.
 */
public final class Languages {
    private static final String MODEL = "/langdetect-183.bin";
    /** More of a text adds nothing but time. */
    private static final int LOOKED_AT = 600;

    private static final Pattern CODE = Pattern.compile("```.*?(```|\\z)", Pattern.DOTALL);

    /** Forms of a language, as the model tells them apart. */
    private static final Map<String, String> FORMS = Map.of(
            "nob", "nor", "nno", "nor", "cmn", "zho", "nan", "zho", "lvs", "lav", "ekk", "est", "pes", "fas", "plt",
            "mlg");

    private Languages() {}

    private static final class Loaded {
        private static final LanguageDetectorModel MODEL_LOADED = load();
        private static final ThreadLocal<LanguageDetectorME> DETECTOR =
                ThreadLocal.withInitial(() -> new LanguageDetectorME(MODEL_LOADED));

        private static LanguageDetectorModel load() {
            try (InputStream in = Languages.class.getResourceAsStream(MODEL)) {
                return new LanguageDetectorModel(Objects.requireNonNull(in, MODEL));
            } catch (IOException e) {
                throw new UncheckedIOException("the model of languages cannot be read", e);
            }
        }
    }

    /**
     * How likely each language is, by code, of two forms of one the likelier. Blocks of code are left out.
     *
     * @param text of which the first 600 characters are looked at
     */
    public static Map<String, Double> of(String text) {
        String prose = CODE.matcher(text).replaceAll(" ").strip();
        Map<String, Double> likely = new HashMap<>();
        for (Language language : Loaded.DETECTOR.get().predictLanguages(ComparedText.head(prose, LOOKED_AT))) {
            likely.merge(whole(language.getLang()), language.getConfidence(), Math::max);
        }
        return likely;
    }

    /** The letters of it that would be looked at. */
    public static int letters(String text) {
        return (int) ComparedText.head(CODE.matcher(text).replaceAll(" ").strip(), LOOKED_AT)
                .codePoints()
                .filter(Character::isLetter)
                .count();
    }

    /** The code of a language that can be guessed, from any of its ISO 639 codes; empty where there is none. */
    public static Optional<String> code(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        String code;
        try {
            code = wanted.length() == 2 ? Locale.forLanguageTag(wanted).getISO3Language() : wanted;
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
        return Optional.of(whole(code)).filter(known()::contains);
    }

    /** All codes. */
    public static TreeSet<String> known() {
        TreeSet<String> known = new TreeSet<>();
        Arrays.stream(Loaded.DETECTOR.get().getSupportedLanguages()).forEach(code -> known.add(whole(code)));
        return known;
    }

    private static String whole(String code) {
        return FORMS.getOrDefault(code, code);
    }

    /** Its name in English, such as German; the code where Java knows no name. */
    public static String name(String code) {
        return Arrays.stream(Locale.getISOLanguages())
                .map(Locale::forLanguageTag)
                .filter(language -> language.getISO3Language().equals(code))
                .map(language -> language.getDisplayLanguage(Locale.ENGLISH))
                .findFirst()
                .orElse(code);
    }
}
