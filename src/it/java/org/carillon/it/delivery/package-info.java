/**
 * Whole deliveries through the deployed WAR: a sender and devices, SIP and MSRP, line by line as
 * they go over the wire. Each test says by {@link org.carillon.rules.Rule} what it proves.
 */
package org.carillon.it.delivery;
