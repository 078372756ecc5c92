package io.mycel.plugins.internal.plan;

/**
 * What a user wants to be installed.
 *
 * @param uri as the user wrote it
 * @param workspace where it shall live
 * @param pin true if updates shall leave it as it is
 */
public record Wish(String uri, String workspace, boolean pin) {}
