/**
 * Conversation history: one mail object per completed message, in the folder of its conversation.
 * {@link org.carillon.history.HistoryOutbox} keeps an object until the store has it; the store is
 * an IMAP server, or a Maildir that one can serve as it is.
 */
package org.carillon.history;
