/** What a hostile or broken peer may send, against the whole product over real sockets. */
package org.carillon.it.torture;
