/**
 * The tools a person uses: a sender, a device and a demonstration of both with the server between
 * them.
 *
 * <p>The commands ({@code SendCommand}, {@code DeviceCommand}, {@code DemoCommand}) read options
 * and print; everything else prints nothing and is meant to be used by tests and load generators
 * too: {@link org.carillon.tool.UserAgent} speaks SIP, {@link org.carillon.tool.MessageSender} is
 * the originating side of one Large Message Mode call and {@link org.carillon.tool.Device} the
 * terminating side of many. All of it runs outside the container and is no part of the WAR.
 */
package org.carillon.tool;
