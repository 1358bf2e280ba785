/**
 * Conversation history: one mail object per completed message, in the folder of its conversation.
 * {@link org.carillon.history.MaildirHistory} keeps them as files that an IMAP server can serve as
 * they are.
 */
package org.carillon.history;
