/** The servlets and the real Call in the real container; the relay behind them is made up. */
package org.carillon.it.sip;
