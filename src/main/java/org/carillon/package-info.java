/** Carillon: a CPM Participating Function that delivers one large message to every device. */
package org.carillon;
