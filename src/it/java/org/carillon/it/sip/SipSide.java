package org.carillon.it.sip;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.carillon.call.Arrival;
import org.carillon.call.Arrivals;
import org.carillon.launcher.ContainerOptions;
import org.carillon.launcher.EmbeddedContainer;
import org.carillon.launcher.StartFailure;
import org.carillon.sip.Networks;
import org.carillon.sip.SipDoor;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A container with the servlets of {@code org.carillon.sip} and nothing else of the application.
 */
final class SipSide implements AutoCloseable {
    private static final String WEB_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="http://java.sun.com/xml/ns/javaee" version="3.0"/>
            """;

    private static final String SIP_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
              <app-name>carillon</app-name>
              <servlet-selection>
                <main-servlet>large-message</main-servlet>
              </servlet-selection>
              <listener>
                <listener-class>org.carillon.it.sip.SipSide$Wiring</listener-class>
              </listener>
              <listener>
                <listener-class>org.carillon.it.sip.LiveSessions</listener-class>
              </listener>
              <servlet>
                <servlet-name>large-message</servlet-name>
                <servlet-class>org.carillon.sip.LargeMessageServlet</servlet-class>
                <load-on-startup>1</load-on-startup>
              </servlet>
              <servlet>
                <servlet-name>pager-message</servlet-name>
                <servlet-class>org.carillon.sip.PagerMessageServlet</servlet-class>
                <load-on-startup>2</load-on-startup>
              </servlet>
              <servlet>
                <servlet-name>registration</servlet-name>
                <servlet-class>org.carillon.sip.RegistrationServlet</servlet-class>
                <load-on-startup>2</load-on-startup>
              </servlet>
            </sip-app>
            """;

    /** The container makes the listener, so what it installs has to lie somewhere meanwhile. */
    private static final AtomicReference<SipDoor> NEXT = new AtomicReference<>();

    private final TestCalls calls = new TestCalls();
    private final TestRegistrar registrar = new TestRegistrar();
    private final ExecutorService registrations = Executors.newSingleThreadExecutor();
    private final EmbeddedContainer container;

    SipSide(Path directory) throws StartFailure {
        LiveSessions.forgetAll();
        NEXT.set(
                new SipDoor(
                        calls,
                        new NobodyWaits(),
                        legs -> {},
                        registrar,
                        registrations,
                        Optional.empty(),
                        Networks.parse(List.of("127.0.0.0/8")),
                        InstantSource.system()));
        container = EmbeddedContainer.start(ContainerOptions.onFreePorts());
        container.deploy(war(directory));
    }

    private static final class NobodyWaits implements Arrivals {
        @Override
        public void arrived(Arrival arrival) {
            arrival.close();
        }

        @Override
        public void resume(Ways ways) {}
    }

    private static Path war(Path directory) {
        File file = directory.resolve("sip-side.war").toFile();
        ShrinkWrap.create(WebArchive.class, file.getName())
                .addAsWebInfResource(new StringAsset(SIP_XML), "sip.xml")
                .setWebXML(new StringAsset(WEB_XML))
                .as(ZipExporter.class)
                .exportTo(file, true);
        return file.toPath();
    }

    InetSocketAddress address() {
        return container.sipAddress();
    }

    TestCalls calls() {
        return calls;
    }

    TestRegistrar registrar() {
        return registrar;
    }

    @Override
    public void close() {
        container.close();
        calls.close();
        registrations.shutdownNow();
    }

    /** What the composition root does in the real application. */
    public static final class Wiring implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            NEXT.get().install(event.getServletContext());
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {}
    }
}
