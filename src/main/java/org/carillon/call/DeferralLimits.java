package org.carillon.call;

import java.time.Duration;

/**
 * How much is kept for those who are not there.
 *
 * @param perUser messages that wait for one user at once
 * @param octets of content, of all users together
 * @param expires how long a message waits
 */
public record DeferralLimits(int perUser, long octets, Duration expires) {}
