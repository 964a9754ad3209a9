package org.counterpoint.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program sees of the API: types of the JDK, of the API, and the records that its package names. */
class SurfaceTest {

    private static final Set<String> NAMED =
            Set.of("ResponseGroup", "Response", "Pair", "Prompt", "Message", "Role", "Origin");

    @Test
    void nothingElseIsSeen() throws Exception {
        List<String> strange = new ArrayList<>();
        List<Class<?>> types = types();
        assertThat(types).hasSizeGreaterThanOrEqualTo(6);
        for (Class<?> type : types) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                    List<Type> seen = new ArrayList<>(List.of(method.getGenericParameterTypes()));
                    seen.add(method.getGenericReturnType());
                    seen.stream()
                            .filter(one -> !isKnown(one))
                            .forEach(one -> strange.add(type.getSimpleName() + "." + method.getName() + ": " + one));
                }
            }
        }
        assertThat(strange).isEmpty();
    }

    private static List<Class<?>> types() throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/counterpoint/api"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (!name.equals("package-info")) {
                    Class<?> type = Class.forName("org.counterpoint.api." + name);
                    if (!Modifier.isPublic(type.getModifiers())) {
                        continue;
                    }
                    types.add(type);
                    Stream.of(type.getDeclaredClasses())
                            .filter(nested -> Modifier.isPublic(nested.getModifiers()))
                            .forEach(types::add);
                }
            }
        }
        return types;
    }

    private static boolean isKnown(Type type) {
        if (type instanceof ParameterizedType whole) {
            return isKnown(whole.getRawType())
                    && Stream.of(whole.getActualTypeArguments()).allMatch(SurfaceTest::isKnown);
        }
        if (!(type instanceof Class<?> one)) {
            return true;
        }
        Class<?> plain = one.isArray() ? one.getComponentType() : one;
        String name = plain.getName();
        return plain.isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("org.counterpoint.api.")
                || plain.getPackageName().equals("org.counterpoint.data") && NAMED.contains(plain.getSimpleName());
    }
}
