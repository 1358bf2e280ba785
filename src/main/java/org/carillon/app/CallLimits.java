package org.carillon.app;

/**
 * How many calls may be in progress at the same time.
 *
 * @param calls all together
 * @param perUser to one recipient
 * @param perOriginator of one asserted originator
 */
record CallLimits(int calls, int perUser, int perOriginator) {}
