package org.carillon.stack;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the SIP stack below the container is told.
 *
 * <p>TCP runs on the stack's NIO transport with non-blocking connects ({@link SipConnections}). The
 * stack's default transport connects on the calling thread without any limit, while holding a lock
 * per destination, ignores {@code CONNECTION_TIMEOUT}, and writes the whole message into the log
 * when the connect fails. With non-blocking connects a device that does not answer costs no thread,
 * and a refused connection reaches the application as the 503 of RFC 3261 section 8.1.3.1.
 */
public final class SipStackSettings {
    /** Containers of one JVM that give the same name share one stack, and its settings. */
    private static final AtomicInteger STACKS = new AtomicInteger();

    private static final String PREFIX = "gov.nist.javax.sip.";
    private static final String THREADS = "THREAD_POOL_SIZE";

    private SipStackSettings() {}

    /** For one stack: each call names another. */
    public static Properties properties(SipLimits limits) {
        Properties properties = new Properties();
        properties.putAll(limits.asProperties());
        properties.putAll(
                Map.ofEntries(
                        stack("TRACE_LEVEL", "OFF"), // else every message goes to the log
                        stack("LOG_MESSAGE_CONTENT", "false"),
                        stack("MESSAGE_PROCESSOR_FACTORY", SipTransports.class.getName()),
                        stack("MESSAGE_PARSER_FACTORY", StrictParser.Factory.class.getName()),
                        stack("NIO_BLOCKING_MODE", "NONBLOCKING"),
                        // Without it the container is an open relay.
                        stack("SIP_MESSAGE_VALVE", StrayMessageValve.class.getName()),
                        // What waits for a thread is bounded by its number (WaitingLimit).
                        stack("CONGESTION_CONTROL_TIMEOUT", "0"),
                        stack(THREADS, threads()),
                        stack("TCP_POST_PARSING_THREAD_POOL_SIZE", threads()),
                        // One Call is one serial queue, so the stack may call in from any thread.
                        stack("REENTRANT_LISTENER", "true"),
                        // 64*T1: a proxy behind us may fork a branch, and each 2xx has to be
                        // acknowledged. With 0 the stack drops all but the first.
                        stack("MAX_FORK_TIME_SECONDS", "32"),
                        stack("DELIVER_UNSOLICITED_NOTIFY", "true"),
                        stack("AUTOMATIC_DIALOG_ERROR_HANDLING", "false"),
                        stack("AGGRESSIVE_CLEANUP", "true"),
                        Map.entry("javax.sip.STACK_NAME", "carillon-" + STACKS.incrementAndGet()),
                        Map.entry("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off")));
        return properties;
    }

    /** How many threads of the stack process what comes over UDP. */
    static int threads(SIPTransactionStack stack) {
        Properties properties = ((SipStackImpl) stack).getConfigurationProperties();
        return Integer.parseInt(properties.getProperty(PREFIX + THREADS));
    }

    private static Map.Entry<String, String> stack(String key, String value) {
        return Map.entry(PREFIX + key, value);
    }

    /** The application never blocks on these threads, so a few for each core are plenty. */
    private static String threads() {
        return Integer.toString(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    }
}
