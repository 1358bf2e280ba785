package org.carillon.app;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.carillon.admin.HealthServlet;
import org.carillon.admin.PreferencesServlet;
import org.carillon.call.SourceException;
import org.carillon.sip.SipDoor;

/**
 * Where the container starts and stops the application. What others need of it crosses as context
 * attributes, and to whoever embeds the container as JDK types only, because its classes are loaded
 * elsewhere.
 */
public final class Application implements ServletContextListener {
    private static final Logger LOG = System.getLogger(Application.class.getName());

    /** Context attribute, {@code String}: {@code host:port} that MSRP is bound to. */
    private static final String MSRP_ADDRESS = "org.carillon.msrp-address";

    /** Context attribute, {@code String}: the same of MSRP over TLS; absent without it. */
    private static final String MSRPS_ADDRESS = "org.carillon.msrps-address";

    /** Context attribute, {@code Supplier<Map<String, Long>>}: what was counted so far. */
    private static final String COUNTERS = "org.carillon.counters";

    /** Context attribute, {@code Callable<Boolean>}: refuse new work, wait for the rest. */
    private static final String DRAIN = "org.carillon.drain";

    /** Context attribute, {@code Supplier<Map<String, Long>>}: what is held at this moment. */
    private static final String GAUGES = "org.carillon.gauges";

    private Carillon carillon;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Settings settings = settings(context);
        carillon = start(settings);
        new SipDoor(
                        carillon.calls(),
                        carillon.arrivals(),
                        carillon.notices(),
                        carillon.registrar(),
                        carillon.lookUps(),
                        carillon.registrationEvents(),
                        settings.sip().trustedPeers(),
                        InstantSource.system())
                .install(context);
        context.setAttribute(PreferencesServlet.SOURCE, carillon.preferences());
        Supplier<List<String>> troubles = carillon::troubles;
        context.setAttribute(HealthServlet.TROUBLES, troubles);
        context.setAttribute(MSRP_ADDRESS, carillon.msrpAddress());
        carillon.msrpsAddress().ifPresent(at -> context.setAttribute(MSRPS_ADDRESS, at));
        Supplier<Map<String, Long>> counters = carillon::counters;
        context.setAttribute(COUNTERS, counters);
        Callable<Boolean> drain = carillon::drain;
        context.setAttribute(DRAIN, drain);
        Supplier<Map<String, Long>> gauges = carillon::gauges;
        context.setAttribute(GAUGES, gauges);
        LOG.log(Level.INFO, () -> "settings=" + settings.inForce());
    }

    private static Settings settings(ServletContext context) {
        Map<String, String> descriptor = new TreeMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            descriptor.put(name, context.getInitParameter(name));
        }
        try {
            return Settings.load(descriptor, System.getProperties(), System.getenv());
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> LOG.log(Level.ERROR, "setting " + problem));
            throw new IllegalStateException("settings: " + e.getMessage(), e);
        }
    }

    private static Carillon start(Settings settings) {
        try {
            return Carillon.start(settings);
        } catch (SourceException e) {
            LOG.log(Level.ERROR, "cannot start: " + e.getMessage());
            // Without its cause: whoever tells of the deepest one has the reason and the remedy.
            throw new IllegalStateException(e.getMessage());
        } catch (IOException e) {
            LOG.log(Level.ERROR, "cannot start: " + e.getMessage());
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (carillon != null) {
            carillon.close();
        }
    }
}
