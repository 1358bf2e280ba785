/** Blocks of IP addresses, as operators name them: whom to believe, whom to connect to. */
package org.carillon.network;
