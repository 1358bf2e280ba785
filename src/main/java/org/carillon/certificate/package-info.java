/**
 * Certificates that live as long as one process: for the tools and the benchmarks, not in the WAR.
 */
package org.carillon.certificate;
