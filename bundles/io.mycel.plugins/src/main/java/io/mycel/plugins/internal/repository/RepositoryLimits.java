package io.mycel.plugins.internal.repository;

import java.time.Duration;

/**
 * How much is read of repositories, and how often.
 *
 * @param manifestBytes of a manifest
 * @param indexBytes of an index of OSGi
 * @param copies of repositories that are kept beside the configured ones
 * @param fresh how long a copy is used without asking again
 */
public record RepositoryLimits(long manifestBytes, long indexBytes, int copies, Duration fresh) {}
