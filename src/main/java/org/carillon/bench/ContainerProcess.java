package org.carillon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link Container} as a process, and what the operating system and the JVM tell of it. */
final class ContainerProcess implements AutoCloseable {
    /** Of {@code /proc/PID/stat}: the same on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;
    private final int sipPort;

    private ContainerProcess(Process process, int sipPort) throws IOException {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.sipPort = sipPort;
        answer();
    }

    /**
     * Starts it with the options of this JVM.
     *
     * @param work for the application's data and the log
     */
    static ContainerProcess start(Path work) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dcarillon.msrp-port=0");
        command.add("-Dcarillon.silence-timeout=100ms"); // no message ever comes
        command.add("-Dcarillon.max-calls-per-user=10000"); // there are one user, one sender
        command.add("-Dcarillon.max-calls-per-originator=10000");
        command.add("-Dcarillon.data-directory=" + work.resolve("data"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        int sipPort = Sipp.freePort();
        command.addAll(List.of(Container.class.getName(), Integer.toString(sipPort)));
        Process process =
                new ProcessBuilder(command)
                        .redirectError(work.resolve("container.log").toFile())
                        .start();
        try {
            return new ContainerProcess(process, sipPort);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException("the container does not start: see " + work, e);
        }
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    int sipPort() {
        return sipPort;
    }

    long pid() {
        return process.pid();
    }

    /** Deploys an application in place of the one before. */
    void deploy(Path war) throws IOException {
        ask(war.toString());
    }

    /** Application sessions, that is calls, at this moment. */
    long calls() throws IOException {
        return Long.parseLong(ask("calls"));
    }

    /** Sessions, dialogs and transactions at this moment. */
    long held() throws IOException {
        return Long.parseLong(ask("held"));
    }

    private String ask(String order) throws IOException {
        orders.println(order);
        return answer();
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(Container.ANSWER)) {
                return line.substring(Container.ANSWER.length());
            }
        }
        throw new IOException("the container has ended");
    }

    /** CPU time that the process has used so far, all threads, user and system. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Octets of live objects, counted after a full collection. */
    long heap() throws IOException {
        Process histogram =
                new ProcessBuilder(java("jcmd"), Long.toString(pid()), "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader lines = histogram.inputReader()) {
            return lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.trim().split("\\s+", 4)[2]))
                    .findFirst()
                    .orElseThrow(() -> new IOException("jcmd tells no total"));
        }
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
