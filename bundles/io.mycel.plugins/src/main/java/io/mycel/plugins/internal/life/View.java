package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginState;
import java.util.List;

/**
 * A plugin as it is at a moment.
 *
 * @param grant how it is to live
 * @param calls that it has had; null if it does not run
 * @param version of what runs, or else of what is to run
 * @param owner whose it is
 * @param tag null if it has no tags
 * @param type which runtime it needs
 * @param sha256 of its content
 * @param dependencies the URIs of the plugins that it needs
 * @param bundle that runs, or else is to run
 * @param state what it does
 * @param cause why it waits or has failed, or why its update did; empty otherwise
 */
public record View(
    Grant grant,
    CallCounter calls,
    String version,
    String owner,
    String tag,
    String type,
    String sha256,
    List<String> dependencies,
    long bundle,
    PluginState state,
    String cause) {}
