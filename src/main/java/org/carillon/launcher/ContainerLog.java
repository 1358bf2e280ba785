package org.carillon.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.spi.LoggingEvent;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

/**
 * One log for everything: standard error, one line an event.
 *
 * <p>The container logs through log4j 1.2 (here its maintained successor), Tomcat and the
 * application through the JDK's logging; both end here. The container is heard from WARNING on, the
 * application from INFO on. Where the user names a {@code java.util.logging.config.file}, that file
 * decides instead. Thread-safe.
 */
final class ContainerLog {
    private static final Logger ROOT = Logger.getLogger("");
    // Held here because the JDK keeps named loggers, and with them their levels, only weakly.
    private static final Logger APPLICATION = Logger.getLogger("org.carillon");
    // Warns at each start about every schema that the servlet API jar has no copy of. No descriptor
    // of ours is validated, so none is looked for.
    private static final List<Logger> SCHEMAS =
            List.of(
                    Logger.getLogger("org.apache.catalina.startup.DigesterFactory"),
                    Logger.getLogger("org.apache.tomcat.util.descriptor.DigesterFactory"));

    private ContainerLog() {}

    /** Takes over the logging of this JVM; calling it again changes nothing. */
    static void install() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            LogManager.getLogManager().reset();
            ROOT.setLevel(Level.WARNING);
            APPLICATION.setLevel(Level.INFO);
            SCHEMAS.forEach(logger -> logger.setLevel(Level.SEVERE));
            ROOT.addHandler(new StandardError());
        }
        // Libraries outside the WAR log through log4j or not at all; SLF4J, which would say so on
        // standard error each time, finds no provider there.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        org.apache.log4j.Logger log4j = org.apache.log4j.Logger.getRootLogger();
        log4j.removeAllAppenders();
        log4j.setLevel(org.apache.log4j.Level.WARN);
        log4j.addAppender(new ToJdkLogging());
    }

    /**
     * Runs a step and collects what this thread logs meanwhile at WARNING or worse. The container
     * reports why an application does not start in its log only.
     */
    static List<LogRecord> during(Step step) throws Exception {
        Collector collector = new Collector(Thread.currentThread());
        ROOT.addHandler(collector);
        try {
            step.run();
        } finally {
            ROOT.removeHandler(collector);
        }
        return collector.records;
    }

    /** Something that may fail. */
    interface Step {
        void run() throws Exception;
    }

    private static final class StandardError extends Handler {
        StandardError() {
            setFormatter(new OneLineFormat());
        }

        @Override
        public void publish(LogRecord event) {
            if (isLoggable(event)) {
                System.err.println(getFormatter().format(event));
            }
        }

        @Override
        public void flush() {
            System.err.flush();
        }

        @Override
        public void close() {}
    }

    private static final class Collector extends Handler {
        private final Thread owner;
        private final List<LogRecord> records = new ArrayList<>();

        Collector(Thread owner) {
            this.owner = owner;
            setLevel(Level.WARNING);
        }

        @Override
        public void publish(LogRecord event) {
            if (Thread.currentThread() == owner && isLoggable(event)) {
                records.add(event);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /**
     * The end of a transaction is looked after on a thread of the container's own. Where the
     * application ends the session meanwhile, that thread runs into what is gone, in several ways,
     * and complains of an error; nothing is left to be done there.
     */
    private static boolean isTooLate(LoggingEvent event) {
        return event.getLoggerName().equals(SipApplicationDispatcherImpl.class.getName())
                && event.getRenderedMessage().equals("Problem handling transaction termination")
                && event.getThrowableInformation() != null
                && isAboutWhatIsGone(event.getThrowableInformation().getThrowable());
    }

    private static boolean isAboutWhatIsGone(Throwable thrown) {
        return thrown instanceof IllegalStateException || thrown instanceof NullPointerException;
    }

    /** How bad the container thinks that it is, except where it is mistaken. */
    static Level level(LoggingEvent event) {
        if (isTooLate(event)) {
            return Level.FINE;
        }
        if (event.getLevel().isGreaterOrEqual(org.apache.log4j.Level.ERROR)) {
            return Level.SEVERE;
        }
        return event.getLevel().isGreaterOrEqual(org.apache.log4j.Level.WARN)
                ? Level.WARNING
                : Level.FINE;
    }

    private static final class ToJdkLogging extends AppenderSkeleton {
        @Override
        protected void append(LoggingEvent event) {
            LogRecord forwarded = new LogRecord(level(event), event.getRenderedMessage());
            forwarded.setLoggerName(event.getLoggerName());
            if (event.getThrowableInformation() != null) {
                forwarded.setThrown(event.getThrowableInformation().getThrowable());
            }
            Logger.getLogger(event.getLoggerName()).log(forwarded);
        }

        @Override
        public void close() {}

        @Override
        public boolean requiresLayout() {
            return false;
        }
    }
}
