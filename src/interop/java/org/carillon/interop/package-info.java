/**
 * Real neighbours against the real server. A neighbour that is not installed is skipped loudly;
 * with {@code CI=true} in the environment it is a failure.
 */
package org.carillon.interop;
