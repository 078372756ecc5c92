package io.mycel.plugins.internal.life;

/**
 * What has happened to plugins since the start of this bundle.
 *
 * @param starts that ended well
 * @param failures of starts, and of plugins that ran
 * @param waitingCalls that wait at the moment for plugins that are away
 */
public record LifeCounts(long starts, long failures, long waitingCalls) {}
