package org.carillon.call;

/**
 * The operator's part in choosing branches (S-8).
 *
 * @param maxDevices the most devices one message goes to; the preferred ones by q
 * @param inviteUntagged whether a contact that shows no capability at all counts as capable (RFC
 *     3841 §7.2.4 keeps such contacts unless the request says "explicit")
 */
public record BranchPolicy(int maxDevices, boolean inviteUntagged) {
    public static final BranchPolicy DEFAULT = new BranchPolicy(16, true);
}
