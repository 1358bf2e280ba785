/**
 * Runs the application: the embedded SIP servlet container and the command line.
 *
 * <p>Never inside the WAR. The application lives in a class loader of its own, so only types of the
 * JDK cross between the two: system properties named {@code carillon.<key>} on the way in, servlet
 * context attributes on the way out.
 */
package org.carillon.launcher;
