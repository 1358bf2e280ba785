package org.carillon.call;

/** What a timer of a call waits for; each runs at most once at a time per call. */
public sealed interface TimerName permits CallTimer, LegTimer, PageTimer {}
