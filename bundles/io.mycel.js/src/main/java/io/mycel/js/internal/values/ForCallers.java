package io.mycel.js.internal.values;

/** A failure whose message is written for callers, of a class of this bundle. */
public interface ForCallers {}
