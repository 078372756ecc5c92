package io.mycel.plugins.internal.life;

/**
 * What has happened to plugins since the start of this bundle.
 *
 * @param starts that ended well
 * @param failures of starts, and of plugins that ran
 */
public record LifeCounts(long starts, long failures) {}
