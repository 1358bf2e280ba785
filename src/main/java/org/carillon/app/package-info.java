/**
 * The composition root: settings, the queue of every call, and the bridges between the core and the
 * adapters. {@link org.carillon.app.Application} wires it all; read it first.
 */
package org.carillon.app;
