package org.carillon.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import javax.servlet.ServletContext;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.mobicents.servlet.sip.JainSipUtils;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/**
 * A SIP servlet container in this JVM with at most one application, the root context.
 *
 * <p>States: started, deployed, started again after {@link #undeploy}, closed. One container at a
 * time in a JVM, for it keeps part of its state in statics and system properties. Used by one
 * thread at a time; not thread-safe.
 */
public final class EmbeddedContainer implements AutoCloseable {
    private static final String BASE = "catalina.base";

    private final InetSocketAddress sip;
    private final BaseDirectory base;
    private final ScopedProperties properties;
    private final SipTomcat tomcat;
    private Set<Thread> eventScanners = Set.of();
    private Optional<StandardContext> application = Optional.empty();

    private EmbeddedContainer(ContainerOptions options, int sipPort, BaseDirectory base)
            throws Exception {
        this.sip = new InetSocketAddress(options.host(), sipPort);
        this.base = base;
        this.properties = new ScopedProperties(systemProperties(base));
        this.tomcat = new SipTomcat(options, sipPort, base);
    }

    /**
     * Starts a container without an application; it listens when this returns.
     *
     * @throws StartFailure if it cannot listen or cannot write to its directory
     */
    public static EmbeddedContainer start(ContainerOptions options) throws StartFailure {
        if (System.getProperty(BASE) != null) {
            throw new IllegalStateException(
                    "one container at a time in a JVM; one runs in " + System.getProperty(BASE));
        }
        // The container itself would only log a taken port, and leave its SIP stack behind.
        List<String> problems =
                Ports.containerProblems(options.host(), options.sipPort(), options.httpPort());
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
        ContainerLog.install();
        // The container puts a Contact into every MESSAGE, which RFC 3428 §4 forbids.
        JainSipUtils.CONTACT_HEADER_METHODS.remove("MESSAGE");
        EmbeddedContainer container = create(options);
        try {
            container.startServer();
            return container;
        } catch (LifecycleException | StartFailure e) {
            container.close();
            throw e instanceof StartFailure known
                    ? known
                    : new StartFailure("the container does not start: " + words(e), e);
        }
    }

    private static EmbeddedContainer create(ContainerOptions options) throws StartFailure {
        try {
            int sipPort =
                    options.sipPort() == 0 ? Ports.freeForBoth(options.host()) : options.sipPort();
            return new EmbeddedContainer(
                    options,
                    sipPort,
                    BaseDirectory.create(options.baseDirectory(), options.sipLimits()));
        } catch (Exception e) {
            throw new StartFailure("the container cannot be set up: " + words(e), e);
        }
    }

    private void startServer() throws LifecycleException, StartFailure {
        Set<Thread> others = eventScanners();
        // Once a JVM, the JDK registers every database driver it can see. Done here, it does not
        // see
        // the application's, which Tomcat would complain of at every stop.
        DriverManager.getDrivers();
        try {
            tomcat.server().start();
        } finally {
            eventScanners = eventScanners();
            eventScanners.removeAll(others);
        }
        if (!tomcat.everyConnectorListens()) {
            throw new StartFailure(
                    List.of("the container cannot listen on %s or its HTTP port".formatted(sip)));
        }
    }

    /**
     * Deploys a WAR as the root context; it serves when this returns.
     *
     * @throws StartFailure if the application refuses, with its reason in words
     */
    public void deploy(Path war) throws StartFailure {
        if (application.isPresent()) {
            throw new IllegalStateException("an application is deployed already");
        }
        if (!Files.isReadable(war)) {
            throw new StartFailure(List.of("no readable WAR at " + war));
        }
        StandardContext context = SipTomcat.context(war);
        application = Optional.of(context);
        try {
            List<LogRecord> complaints = ContainerLog.during(() -> tomcat.host().addChild(context));
            if (!context.getAvailable()) {
                throw new StartFailure(List.of(reason(complaints)));
            }
            tomcat.dispatcher().ifPresent(EndpointDispatcher::serve);
        } catch (Exception e) {
            undeploy();
            throw e instanceof StartFailure known
                    ? known
                    : new StartFailure("the application does not start: " + words(e), e);
        }
    }

    /** Refuses requests from here on, then stops and removes the application, if there is one. */
    public void undeploy() {
        tomcat.dispatcher().ifPresent(EndpointDispatcher::refuse);
        application.ifPresent(tomcat.host()::removeChild);
        application = Optional.empty();
    }

    /** Where it takes SIP requests, over UDP and TCP. */
    public InetSocketAddress sipAddress() {
        return sip;
    }

    /** Where it serves HTTP. */
    public InetSocketAddress httpAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tomcat.httpPort());
    }

    /** The context of the deployed application. */
    public Optional<ServletContext> application() {
        return application.map(StandardContext::getServletContext);
    }

    /** What the container holds for the application at this moment, by name. */
    public Map<String, Long> gauges() {
        Map<String, Long> gauges = new TreeMap<>(tomcat.stackGauges());
        application
                .map(SipStandardContext.class::cast)
                .map(SipStandardContext::getSipManager)
                .ifPresent(
                        held -> {
                            gauges.put("sip-sessions", (long) held.getActiveSipSessions());
                            gauges.put(
                                    "application-sessions",
                                    (long) held.getActiveSipApplicationSessions());
                        });
        return gauges;
    }

    /** Stops everything: no thread, port, system property or temporary file is left. */
    @Override
    public void close() {
        try {
            undeploy();
            tomcat.server().stop();
            tomcat.server().destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the container does not stop: " + words(e), e);
        } finally {
            // The SIP stack tells this thread to end but does not wake it.
            eventScanners.forEach(Thread::interrupt);
            properties.close();
            clearBase();
        }
    }

    private void clearBase() {
        try {
            base.clear();
        } catch (IOException e) {
            System.getLogger(EmbeddedContainer.class.getName())
                    .log(System.Logger.Level.WARNING, "left behind: " + base.root(), e);
        }
    }

    /** A SIP stack keeps one such thread; another stack in this JVM has its own. */
    private static Set<Thread> eventScanners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("EventScannerThread"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Map<String, String> systemProperties(BaseDirectory base) {
        return Map.of(
                BASE,
                base.root().toString(),
                "catalina.home",
                base.root().toString(),
                // Without it the container looks the provider up in a way that Java 9+ refuses.
                "javax.servlet.sip.ar.spi.SipApplicationRouterProvider",
                OneApplicationRouter.class.getName());
    }

    /** The container logs why an application does not start, and then says only that it did not. */
    private static String reason(List<LogRecord> complaints) {
        String cause =
                complaints.stream()
                        .filter(event -> event.getThrown() != null)
                        .findFirst()
                        .map(event -> words(event.getThrown()))
                        .or(() -> complaints.stream().findFirst().map(LogRecord::getMessage))
                        .orElse("it gave no reason");
        return "the application does not start: " + cause;
    }

    private static String words(Throwable thrown) {
        Throwable deepest = OneLineFormat.deepest(thrown);
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
