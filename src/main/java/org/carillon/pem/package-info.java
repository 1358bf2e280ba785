/** Vocabulary: what operators give us in PEM files (RFC 7468). */
package org.carillon.pem;
