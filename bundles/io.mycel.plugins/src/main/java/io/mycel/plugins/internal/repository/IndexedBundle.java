package io.mycel.plugins.internal.repository;

import java.net.URI;

/**
 * A bundle as an index of OSGi lists it.
 *
 * @param repository which index lists it
 * @param name its symbolic name
 * @param version as OSGi writes it
 * @param url where its content is
 * @param sha256 of its content
 * @param size of its content in bytes; -1 if the index does not say
 */
public record IndexedBundle(
    String repository, String name, String version, URI url, String sha256, long size) {}
