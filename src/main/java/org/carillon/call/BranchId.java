package org.carillon.call;

/** Names one branch of a call: its place among the invited devices, counted from 1. */
public record BranchId(int number) {
    @Override
    public String toString() {
        return "b" + number;
    }
}
