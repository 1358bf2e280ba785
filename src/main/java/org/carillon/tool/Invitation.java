package org.carillon.tool;

/**
 * What one Large Message Mode INVITE says.
 *
 * @param from the originator, asserted as well (RFC 3325): the server must trust our address
 * @param to the recipient's address-of-record
 * @param subject of the message, empty for none
 * @param conversationId the CPM Conversation-ID
 * @param contributionId the CPM Contribution-ID
 * @param offer the SDP
 */
public record Invitation(
        SipAddress from,
        SipAddress to,
        String subject,
        String conversationId,
        String contributionId,
        String offer) {}
