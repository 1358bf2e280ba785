/**
 * Several nodes as an operator runs them, in processes of their own on this machine: PostgreSQL as
 * their database, Kamailio as the SIP balancer before them.
 */
package org.carillon.bench.cluster;
