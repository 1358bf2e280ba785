package org.carillon.launcher;

import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.mobicents.servlet.sip.catalina.SipProtocolHandler;
import org.mobicents.servlet.sip.catalina.SipStandardEngine;
import org.mobicents.servlet.sip.catalina.SipStandardHost;
import org.mobicents.servlet.sip.catalina.SipStandardService;
import org.mobicents.servlet.sip.startup.SipContextConfig;

/**
 * The container's parts, put together as a {@code server.xml} would. Nothing in here runs yet.
 *
 * <p>SIP binds to the host of the options, HTTP to the loopback address, and there is no shutdown
 * port.
 */
final class SipTomcat {
    private static final String HTTP_THREADS = "32";

    /** Nobody's (RFC 2606): the container takes every address with this host for its own. */
    private static final String NAME = "carillon.invalid";

    /** What the console's files need; anything else is served as bytes. */
    private static final Map<String, String> MEDIA_TYPES =
            Map.of(
                    "html", "text/html;charset=UTF-8",
                    "css", "text/css;charset=UTF-8",
                    "js", "text/javascript;charset=UTF-8",
                    "json", "application/json",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon",
                    "txt", "text/plain;charset=UTF-8");

    private final StandardServer server = new StandardServer();
    private final SipStandardService service = new SipStandardService();
    private final SipStandardHost host = new SipStandardHost();
    private final Connector http;

    /**
     * @param sipPort the one of the options, or the free one that was found for them
     */
    SipTomcat(ContainerOptions options, int sipPort, BaseDirectory base) throws Exception {
        http = httpConnector(options.httpPort());
        configureService(base);
        service.setContainer(engine(base));
        service.addConnector(http);
        service.addConnector(sipConnector(options, sipPort, "udp"));
        service.addConnector(sipConnector(options, sipPort, "tcp"));
        server.setPort(-1); // no shutdown port
        server.addService(service);
    }

    StandardServer server() {
        return server;
    }

    SipStandardHost host() {
        return host;
    }

    /** Exists once the server was started. */
    Optional<EndpointDispatcher> dispatcher() {
        return Optional.ofNullable((EndpointDispatcher) service.getSipApplicationDispatcher());
    }

    /** The HTTP port in use, once started. */
    int httpPort() {
        return http.getLocalPort();
    }

    /** A connector whose socket could not be bound says so in the log only; this asks it. */
    boolean everyConnectorListens() {
        for (Connector connector : service.findConnectors()) {
            if (connector.getProtocolHandler() instanceof SipProtocolHandler sip
                    && sip.extendedListeningPoint == null) {
                return false;
            }
        }
        return http.getLocalPort() > 0;
    }

    /** What the SIP stack holds at this moment, by name. */
    Map<String, Long> stackGauges() {
        SIPTransactionStack stack = (SIPTransactionStack) service.getSipStack();
        return Map.of(
                "dialogs", (long) stack.getDialogs().size(),
                "client-transactions", (long) stack.getClientTransactionTableSize(),
                "server-transactions", (long) stack.getServerTransactionTableSize());
    }

    /** The application as the root context, not started. */
    static RootContext context(Path war) {
        RootContext context = new RootContext();
        context.setName("");
        context.setPath("");
        context.setDocBase(war.toAbsolutePath().toString());
        context.setXmlNamespaceAware(true); // else prefixed elements of sip.xml have no names
        context.setProcessTlds(false); // no JSP here
        // These clean up after an application in a JVM that outlives it, and need --add-opens.
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesObjectStreamClassCaches(false);
        context.setClearReferencesThreadLocals(false);
        context.setManager(new ConvergedSessions());
        context.setJarScanner(webInfOnly());
        context.addLifecycleListener(withoutGlobalWebXml());
        addDefaultServlet(context);
        return context;
    }

    private void configureService(BaseDirectory base) {
        service.setName("Carillon");
        service.setSipApplicationDispatcherClassName(EndpointDispatcher.class.getName());
        service.setSipStackPropertiesFile(url(base.sipStack()));
        // Each Call has a serial queue of its own; the container's lock is not relied on, and with
        // executors in between it leaks.
        service.setConcurrencyControlMode("None");
        service.setBypassRequestExecutor(true);
        service.setBypassResponseExecutor(true);
        // Would answer 503 whenever the heap is 95 % full, which a small heap is before each
        // collection. The application has limits of its own.
        service.setCongestionControlCheckingInterval(-1);
        service.setGatherStatistics(false);
    }

    /** The container takes a location as it is only if it begins so. */
    private static String url(Path file) {
        return "file://" + file.toUri().getRawPath();
    }

    private SipStandardEngine engine(BaseDirectory base) {
        host.setName(NAME);
        host.setAppBase(base.applications().toString());
        host.setCreateDirs(false);
        host.setAutoDeploy(false);
        host.setDeployOnStartup(false);
        host.getPipeline().addValve(plainErrors());
        SipStandardEngine engine = new SipStandardEngine();
        engine.setName("carillon");
        engine.setDefaultHost(host.getName());
        engine.setService(service);
        engine.addChild(host);
        return engine;
    }

    /** Error pages name neither the server nor a stack trace. */
    private static ErrorReportValve plainErrors() {
        ErrorReportValve errors = new ErrorReportValve();
        errors.setShowReport(false);
        errors.setShowServerInfo(false);
        return errors;
    }

    private static Connector httpConnector(int port) throws Exception {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setProperty("address", ContainerOptions.HTTP_HOST);
        connector.setProperty("maxThreads", HTTP_THREADS);
        connector.setURIEncoding("UTF-8");
        connector.setProperty("server", "Carillon"); // else it names itself
        return connector;
    }

    private static Connector sipConnector(ContainerOptions options, int port, String transport)
            throws Exception {
        Connector connector = new Connector(SipProtocolHandler.class.getName());
        SipProtocolHandler handler = (SipProtocolHandler) connector.getProtocolHandler();
        handler.setIpAddress(options.host());
        handler.setPort(port);
        handler.setSignalingTransport(transport);
        options.publicHost().ifPresent(host -> publish(handler, host, port));
        return connector;
    }

    /** In Via and Contact of all that is sent; a Route that names it is ours, and ends here. */
    private static void publish(SipProtocolHandler handler, String host, int port) {
        handler.setHostNames(host);
        handler.setStaticServerAddress(host);
        handler.setStaticServerPort(port);
        handler.setUseStaticAddress(true);
    }

    private static SipContextConfig withoutGlobalWebXml() {
        SipContextConfig config = new SipContextConfig();
        config.setDefaultWebXml(Constants.NoDefaultWebXml);
        return config;
    }

    private static StandardJarScanner webInfOnly() {
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        return scanner;
    }

    private static void addDefaultServlet(Context context) {
        Wrapper files = context.createWrapper();
        files.setName("default");
        files.setServletClass("org.apache.catalina.servlets.DefaultServlet");
        files.setLoadOnStartup(1);
        files.setOverridable(true);
        context.addChild(files);
        context.addServletMapping("/", "default");
        context.addWelcomeFile("index.html");
        MEDIA_TYPES.forEach(context::addMimeMapping);
    }
}
