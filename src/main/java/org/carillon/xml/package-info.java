/**
 * Vocabulary: small XML documents that a peer wrote, such as registration information and
 * notifications, read whole and within limits.
 */
package org.carillon.xml;
