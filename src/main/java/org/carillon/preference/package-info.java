/**
 * Adapter: users' preferences from an XML document management server (XDMS) by XCAP (RFC 4825), for
 * whoever has them there instead of in our own store.
 */
package org.carillon.preference;
