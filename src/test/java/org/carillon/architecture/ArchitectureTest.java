package org.carillon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Timer;
import java.util.stream.Stream;

/**
 * The borders inside the one module, each with its reason. A package that nobody has written yet
 * passes.
 */
@AnalyzeClasses(packages = "org.carillon", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final List<String> VOCABULARY = List.of("xml", "sdp", "cpim", "msrp");

    /** What each package may see of ours besides itself. */
    private static final Map<String, List<String>> MAY_SEE =
            Map.ofEntries(
                    Map.entry("xml", List.of()),
                    Map.entry("sdp", List.of()),
                    Map.entry("cpim", List.of("xml")),
                    Map.entry("msrp", List.of()),
                    Map.entry("network", List.of()),
                    Map.entry("log", List.of()),
                    Map.entry("call", VOCABULARY),
                    Map.entry("relay", List.of("msrp", "network")),
                    Map.entry("sip", List.of("call", "xml", "sdp", "cpim", "msrp", "network")),
                    Map.entry("admin", List.of("call", "log")),
                    Map.entry("device", List.of("call", "xml", "log")),
                    Map.entry("pem", List.of()),
                    Map.entry("preference", List.of("call", "xml", "pem")),
                    Map.entry("history", List.of("call", "xml", "sdp", "cpim", "msrp", "pem")),
                    Map.entry("store", List.of("call", "log")),
                    Map.entry("stack", List.of()),
                    Map.entry("certificate", List.of()),
                    Map.entry("tool", List.of("msrp", "sdp", "cpim", "launcher", "certificate")),
                    Map.entry("load", List.of("msrp")),
                    Map.entry(
                            "bench",
                            List.of("launcher", "load", "relay", "msrp", "certificate", "tool")));

    /** That only {@code app} constructs adapters follows: nobody else can name one. */
    @ArchTest
    static void importsFollowThePicture(JavaClasses ours) {
        MAY_SEE.forEach(
                (name, visible) -> {
                    String[] allowed =
                            Stream.concat(Stream.of(name), visible.stream())
                                    .map(ArchitectureTest::of)
                                    .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(of(name))
                            .should()
                            .dependOnClassesThat(
                                    resideInAPackage("org.carillon..")
                                            .and(not(resideInAnyPackage(allowed))))
                            .because(
                                    "%s knows %s alone: the core stands without adapters, adapters"
                                                    .formatted(name, visible)
                                            + " without one another, the vocabulary without us")
                            .allowEmptyShould(true)
                            .check(ours);
                });
    }

    @ArchTest
    static final ArchRule THE_WAR_DOES_NOT_KNOW_WHAT_STARTS_IT =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            of("launcher"),
                            of("stack"),
                            of("tool"),
                            of("load"),
                            of("bench"),
                            of("certificate"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            of("launcher"),
                            of("stack"),
                            of("tool"),
                            of("load"),
                            of("bench"),
                            of("certificate"))
                    .because("these stay out of the WAR: it runs in any container");

    @ArchTest
    static final ArchRule THE_LAUNCHER_KNOWS_THE_SETTINGS_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage(of("launcher"))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("org.carillon..")
                                    .and(
                                            not(
                                                    resideInAnyPackage(
                                                            of("launcher"),
                                                            of("stack"),
                                                            of("tool"),
                                                            of("load"),
                                                            of("bench"))))
                                    .and(not(settings())))
                    .because(
                            "the launcher embeds a container and hands it the WAR; it may read the"
                                    + " settings to refuse bad ones before anything starts")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.carillon.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(resideInAPackage(of("launcher")), any())
                    .because("packages in a circle are one package with a border drawn through it");

    @ArchTest
    static final ArchRule THE_CORE_NAMES_NO_SERVLET =
            noClasses()
                    .that()
                    .resideInAnyPackage(of("call"), of("sdp"), of("msrp"), of("cpim"), of("store"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javax.servlet..", "jakarta.servlet..")
                    .because("it is tested, and outlives any container, without one");

    @ArchTest
    static final ArchRule THE_CORE_NAMES_NO_LIBRARY =
            noClasses()
                    .that()
                    .resideInAnyPackage(of("call"), of("sdp"), of("cpim"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "io.netty..",
                                            "com.fasterxml..",
                                            "org.slf4j..",
                                            "java.util.logging..")
                                    .or(belongToAnyOf(System.Logger.class)))
                    .because("decisions are values: who carries them out also tells of them");

    @ArchTest
    static final ArchRule THE_CODEC_KNOWS_BUFFERS_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage(of("msrp"))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.netty..")
                                    .and(not(resideInAPackage("io.netty.buffer.."))))
                    .because("bytes in, frames out: a codec that knows channels needs one to test")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule SIP_SERVLETS_STAY_AT_THE_EDGE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            of("sip"), of("app"), of("launcher"), of("stack"), of("bench"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("javax.servlet.sip..")
                    .because("the servlet translates and decides nothing");

    @ArchTest
    static final ArchRule CHANNELS_STAY_IN_THE_RELAY =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(of("relay"), of("tool"), of("load"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty.channel..")
                    .because("in the WAR the relay is the only one who owns event loops");

    @ArchTest
    static final ArchRule THE_ROOM_SEES_NO_CHANNEL =
            noClasses()
                    .that()
                    .resideInAPackage(of("relay"))
                    .and(owned())
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty.channel..")
                    .because("they see an executor and a sink, so a fake one can drive them")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_CORE_IS_PURE =
            noClasses()
                    .that()
                    .resideInAnyPackage(of("call"), of("sdp"), of("msrp"), of("cpim"))
                    .should()
                    .dependOnClassesThat(outsideWorld())
                    .because("time, chance, threads and I/O come from outside, as events");

    @ArchTest
    static final ArchRule THE_CORE_ASKS_NO_CLOCK =
            noClasses()
                    .that()
                    .resideInAnyPackage(of("call"), of("sdp"), of("msrp"), of("cpim"))
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .because("a test moves time by saying so");

    @ArchTest
    static final ArchRule NO_MUTABLE_STATICS =
            fields().that()
                    .areStatic()
                    .should()
                    .beFinal()
                    .because("what everybody can change nobody owns");

    @ArchTest
    static final ArchRule THE_OWNER_IS_THE_LOCK =
            noMethods()
                    .that()
                    .areDeclaredInClassesThat(lockFree())
                    .should()
                    .haveModifier(JavaModifier.SYNCHRONIZED)
                    .because("one queue or event loop owns each of these objects");

    @ArchTest
    static final ArchRule NO_LOCKS_EITHER =
            noClasses()
                    .that(lockFree())
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent.locks..")
                    .because("one queue or event loop owns each of these objects");

    private static String of(String name) {
        return "org.carillon." + name + "..";
    }

    private static DescribedPredicate<JavaClass> any() {
        return DescribedPredicate.alwaysTrue();
    }

    private static DescribedPredicate<JavaClass> settings() {
        return named("app.Settings or app.InvalidSettings", "app.Settings", "app.InvalidSettings");
    }

    private static DescribedPredicate<JavaClass> owned() {
        return named(
                "Room, Seat, Spool or ReportTracker",
                "relay.Room",
                "relay.Seat",
                "relay.Spool",
                "relay.ReportTracker");
    }

    private static DescribedPredicate<JavaClass> lockFree() {
        return resideInAnyPackage(of("call"), of("msrp"), of("sdp"), of("cpim")).or(owned());
    }

    /** These classes with all that is nested in them. */
    private static DescribedPredicate<JavaClass> named(String description, String... names) {
        return DescribedPredicate.describe(
                description,
                type ->
                        List.of(names).stream()
                                .map(name -> "org.carillon." + name)
                                .anyMatch(
                                        name ->
                                                type.getName().equals(name)
                                                        || type.getName().startsWith(name + "$")));
    }

    private static DescribedPredicate<JavaClass> outsideWorld() {
        return resideInAnyPackage(
                        "java.util.concurrent..", "java.nio.file..", "java.nio.channels..")
                .or(resideInAPackage("java.net..").and(not(belongToAnyOf(URI.class))))
                .or(
                        belongToAnyOf(
                                Thread.class,
                                Clock.class,
                                Random.class,
                                Timer.class,
                                java.security.SecureRandom.class,
                                java.io.File.class,
                                java.io.FileInputStream.class,
                                java.io.FileOutputStream.class,
                                java.io.RandomAccessFile.class))
                .as("threads, executors, clocks, chance, files or sockets");
    }
}
