package org.carillon.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;

/**
 * Which test proves which rule: the lines of {@code rules.txt} and every {@link Rule} on a compiled
 * test, as a Markdown table.
 */
final class RuleTable {
    private final Map<String, String> rules;
    private final Map<String, SortedSet<String>> tests = new LinkedHashMap<>();
    private final SortedSet<String> strays = new TreeSet<>();

    /**
     * @param rules words by name, in order
     */
    RuleTable(Map<String, String> rules) {
        this.rules = new LinkedHashMap<>(rules);
        rules.keySet().forEach(name -> tests.put(name, new TreeSet<>()));
    }

    /** Reads {@code name words} lines; those that begin with # are comments. */
    static Map<String, String> read(List<String> lines) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" ", 2);
                if (rules.put(parts[0], parts[1]) != null) {
                    throw new IllegalArgumentException(parts[0] + " stands there twice");
                }
            }
        }
        return rules;
    }

    /** Looks at every class under a directory of compiled tests. */
    RuleTable scan(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(classes::relativize)
                    .map(Path::toString)
                    .filter(RuleTable::mayBeATest)
                    .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
                    .forEach(this::add);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tests of this table make up rules of their own. */
    private static boolean mayBeATest(String file) {
        return file.startsWith("org/carillon/")
                && !file.startsWith("org/carillon/rules/")
                && file.endsWith(".class");
    }

    private void add(String className) {
        try {
            add(Class.forName(className, false, getClass().getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(className, e);
        }
    }

    RuleTable add(Class<?> type) {
        String name = type.getName().replaceFirst(".*\\.", "").replace('$', '.');
        note(type, name);
        Stream.of(type.getDeclaredMethods())
                .forEach(method -> note(method, name + "." + method.getName()));
        return this;
    }

    private void note(AnnotatedElement element, String test) {
        Rule proves = element.getAnnotation(Rule.class);
        if (proves == null) {
            return;
        }
        if (element instanceof Method && !isAnnotated(element, Testable.class)) {
            strays.add(test + " names rules and is no test");
        } else {
            for (String rule : proves.value()) {
                tests.computeIfAbsent(rule, unknown -> new TreeSet<>()).add(test);
            }
        }
    }

    /** Rules without a test, names that are no rule, and proofs that nobody runs. */
    List<String> problems() {
        List<String> problems = new ArrayList<>(strays);
        tests.forEach(
                (rule, proofs) -> {
                    if (!rules.containsKey(rule)) {
                        problems.add(rule + " is no rule of rules.txt: " + proofs);
                    } else if (proofs.isEmpty()) {
                        problems.add(rule + " has no test: " + rules.get(rule));
                    }
                });
        return problems;
    }

    String markdown() {
        StringBuilder table =
                new StringBuilder(
                        """
                        # Which test proves which rule

                        S: the change request for Large Message Mode to several devices, in our words. C: what can be observed at an interface.
                        Made from `src/test/resources/rules/rules.txt` and the `@Rule` of every test:
                        `mvn test -Dtest=RuleTableTest -Drules.write=true`.

                        | rule | in words | tests |
                        |---|---|---|
                        """);
        rules.forEach(
                (rule, words) ->
                        table.append("| ")
                                .append(rule)
                                .append(" | ")
                                .append(words.replace("|", "\\|"))
                                .append(" | `")
                                .append(String.join("`<br>`", tests.get(rule)))
                                .append("` |\n"));
        return table.toString();
    }

    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
