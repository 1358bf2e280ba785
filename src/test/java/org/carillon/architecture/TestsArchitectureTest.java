package org.carillon.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;

/** What holds for the tests themselves. */
@AnalyzeClasses(packages = "org.carillon", importOptions = OnlyIncludeTests.class)
class TestsArchitectureTest {
    @ArchTest
    static final ArchRule TESTS_NEVER_SLEEP =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class, int.class)
                    .orShould()
                    .callMethod(TimeUnit.class, "sleep", long.class)
                    .because(
                            "a sleep is too short on a slow machine and too long on every other:"
                                    + " wait for a condition, with a deadline");
}
