/** HTTP for the people who run this server: JSON over REST, and the page in front of it. */
package org.carillon.admin;
