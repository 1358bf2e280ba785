/** How text that others wrote gets into a log line. */
package org.carillon.log;
