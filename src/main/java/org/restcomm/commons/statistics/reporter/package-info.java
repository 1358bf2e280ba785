/** Stands in for the container maker's usage reporter, which is kept off the class path. */
package org.restcomm.commons.statistics.reporter;
