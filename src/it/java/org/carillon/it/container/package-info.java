/** Runs the WAR in the embedded container: the Arquillian adapter and the container's own tests. */
package org.carillon.it.container;
