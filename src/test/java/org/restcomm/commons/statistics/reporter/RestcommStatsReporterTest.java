package org.restcomm.commons.statistics.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Field;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

/** No usage data leaves the machine: the reporter that the container calls is ours. */
class RestcommStatsReporterTest {
    private static final String CLASS_FILE =
            "org/restcomm/commons/statistics/reporter/RestcommStatsReporter.class";

    @Test
    void theReporterThatTheContainerHoldsIsOurs() throws Exception {
        Field held = SipApplicationDispatcherImpl.class.getDeclaredField("statsReporter");

        assertThat(held.getType()).isEqualTo(RestcommStatsReporter.class);
        assertThat(held.getType().getProtectionDomain().getCodeSource().getLocation().getPath())
                .as("our own class directory, no library")
                .endsWith("/target/classes/");
    }

    @Test
    void theClassPathHoldsNoOtherReporter() throws Exception {
        List<URL> all =
                Collections.list(
                        SipApplicationDispatcherImpl.class
                                .getClassLoader()
                                .getResources(CLASS_FILE));

        assertThat(all).singleElement().extracting(URL::getProtocol).isEqualTo("file");
    }

    @Test
    void noJarOnTheClassPathHoldsThePackageOfTheOriginal() {
        assertThat(jarsOnTheClassPath()).isNotEmpty();
        assertThat(jarsOnTheClassPath().filter(RestcommStatsReporterTest::holdsTheOriginal))
                .isEmpty();
    }

    @Test
    void startingAndStoppingItStartsNoThread() {
        int before = Thread.activeCount();
        RestcommStatsReporter reporter = new RestcommStatsReporter();
        reporter.setRemoteServer("http://127.0.0.1:9/");
        reporter.start(1, TimeUnit.MILLISECONDS);
        assertThat(Thread.activeCount()).isEqualTo(before);
        reporter.stop();
    }

    private static Stream<String> jarsOnTheClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"));
    }

    private static boolean holdsTheOriginal(String jar) {
        try (JarFile file = new JarFile(jar)) {
            return file.stream()
                    .anyMatch(entry -> entry.getName().startsWith("org/restcomm/commons/stat"));
        } catch (java.io.IOException unreadable) {
            throw new AssertionError("cannot read " + jar, unreadable);
        }
    }
}
